import { expect, test } from 'vitest';
import type { EngineName } from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { difference, engineCase } from './engine-case.js';

// Over versions of Node, too: npm run faults -- engines.
const here = enginesHere();
const others = (['native', 'wasm', 'js'] as const)
  .flatMap((engine): [EngineName, number][] => (engine === 'js' ? [[engine, 1]] : [1, 2, 4].map((t) => [engine, t])))
  .filter(([engine]) => here.includes(engine));
const [first] = others;
const reference = await engineCase(...first!);

test.each(others)('%s with %i threads: the same pairs; digits alike, and the same again', async (engine, threads) => {
  const found = await engineCase(engine, threads);
  const { seeds, matches, apart } = difference(reference, found);
  expect([seeds, matches]).toEqual([0, 0]);
  // Sums of 32-bit numbers in another order: some steps of the last bit of numbers up to 1.
  expect(apart).toBeLessThan(16 * 2 ** -24);
  if (engine !== 'js') expect(difference(found, await engineCase(engine, threads)).digits).toBe(true);
  expect(reference.matches.length).toBeGreaterThan(30);
});
