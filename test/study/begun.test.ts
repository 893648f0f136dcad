import { existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { dataFile } from '../../src/study/data-files.js';
import { balanceStudy, begunStudy, type MakePart, missingStudy, type RecordKey } from '../../src/study/index.js';
import { syntheticTask } from '../../src/synthetic/index.js';
import { putFiles } from '../support/put-files.js';

const pair = `begun-${process.pid}`;
const file = dataFile('theory', `begun-missing-${pair}.jsonl`);
const key = (options: string): RecordKey => ({
  task: 't',
  options,
  engine: 'js',
  threads: 1,
  node: '20',
  commit: null,
});
afterEach(() => rmSync(file, { force: true }));

/** Stops a study after so many parts were made; counts them. */
function stopping(make: MakePart, after: number): { make: MakePart; made: () => number } {
  let made = 0;
  return {
    made: () => made,
    make: (name, of) =>
      make(name, () => {
        if (made === after) throw new Error('stopped');
        made++;
        return of();
      }),
  };
}

const { task, truth } = syntheticTask({ entities: 300, regions: 5, noise: 0.8, seed: 3 });
const planted = { name: 'planted', task, truth };
const modality = task.modalities[0]!.name;
const small = { modality, rows: ['pivot-csls', 'seu'], k: 60, seeds: [1, 2], kept: [1, 0.4] };

test('a study of missing features that is stopped goes on, and gives the same', async () => {
  const undisturbed = await missingStudy(planted, small);
  const first = stopping(begunStudy('missing', pair, key('a')).make, 3);
  await expect(missingStudy(planted, small, undefined, first.make)).rejects.toThrow('stopped');
  const begun = begunStudy('missing', pair, key('a'));
  expect(begun.parts).toBe(3);
  const rest = stopping(begun.make, 100);
  expect(await missingStudy(planted, small, undefined, rest.make)).toEqual(undisturbed);
  expect(rest.made()).toBe(8 - 3);
  begun.end();
  expect(existsSync(file)).toBe(false);
});

test('a study of balance that is stopped goes on, and gives the same', async () => {
  const options = { k: 30, precision: 0.9, kl: [0, 0.1], seeds: [1, 2] };
  const undisturbed = await balanceStudy(planted, options);
  const first = stopping(begunStudy('missing', pair, key('b')).make, 2);
  await expect(balanceStudy(planted, options, undefined, first.make)).rejects.toThrow('stopped');
  const rest = stopping(begunStudy('missing', pair, key('b')).make, 100);
  expect(await balanceStudy(planted, options, undefined, rest.make)).toEqual(undisturbed);
  expect(rest.made()).toBe(2);
});

test('parts of other code, data or options are not taken over, and stay for whoever is at them', async () => {
  const value = fc.jsonValue({ maxDepth: 2 }).map((each) => JSON.parse(JSON.stringify(each)) as unknown);
  const parts = fc.dictionary(fc.string(), value, { maxKeys: 5 });
  await fc.assert(
    fc.asyncProperty(parts, parts, async (mine, others) => {
      rmSync(file, { force: true });
      for (const [options, of] of [
        ['a', mine],
        ['b', others],
      ] as const)
        for (const [name, each] of Object.entries(of))
          await begunStudy('missing', pair, key(options)).make(name, async () => each);
      const again = begunStudy('missing', pair, key('a'));
      expect(again.parts).toBe(Object.keys(mine).length);
      for (const [name, each] of Object.entries(mine))
        expect(await again.make(name, async () => expect.unreachable())).toEqual(each);
      expect(begunStudy('missing', pair, key('a'), true).parts).toBe(0);
      again.end();
      expect(existsSync(file)).toBe(Object.keys(others).length > 0);
      expect(begunStudy('missing', pair, key('b')).parts).toBe(Object.keys(others).length);
    }),
    { numRuns: 30 },
  );
});

test('a file of something else is an error that names line and remedy', () => {
  putFiles(dataFile('theory'), { [basename(file)]: '{"key":"a"}\n' });
  expect(() => begunStudy('missing', pair, key('a'))).toThrow(/begun-missing-.*:1: .*other fields.*Delete the file/s);
});
