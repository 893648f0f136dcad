import { expect, test } from 'vitest';
import { actions } from './kernel-actions.js';
import { attackKernel } from './kernel-campaign.js';

// The whole of it: npm run faults -- kernel.
test('a kernel under attack answers, and keeps what it knew', async () => {
  const { wrong, actions: tried, memory, starts } = await attackKernel({ n: 80, seed: 2, restartEvery: 50 });
  expect(wrong).toEqual([]);
  expect(starts).toBe(2);
  expect(Object.keys(tried)).toEqual(Object.keys(actions));
  expect(Object.values(tried).filter((each) => each.tried > 0).length).toBe(Object.keys(actions).length);
  expect(memory.every((megabytes) => megabytes > 20)).toBe(true);
}, 180_000);
