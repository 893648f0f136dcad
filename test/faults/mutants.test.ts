import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { attack } from './mutation.js';
import { targets } from './targets.js';

const all = targets();
const pool = all.flatMap(({ files }) => Object.values(files)).filter(({ length }) => length > 0);

// Damage that is said and mended is no news here.
beforeAll(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterAll(() => void vi.restoreAllMocks());

test('every kind of file is among them', () => {
  const kinds = new Set(all.map(({ name }) => name.split(':')[0]));
  expect([...kinds]).toEqual(['table', 'array', 'folder', 'links', 'own']);
  expect(all.length).toBeGreaterThan(40);
});

// The whole of it: npm run faults -- mutants.
test.each(all)('60 mutants of $name: read rightly, or refused in words', (target) => {
  const { wrong, tried, read, refused } = attack(target, 60, 2, pool);
  expect(wrong).toEqual([]);
  expect(read + refused).toBe(tried);
});
