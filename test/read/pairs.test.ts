import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/base/index.js';
import { shuffledDataset } from '../../src/read/dataset.js';
import { readFolder, readLinks, readSeeds, writeSeeds } from '../../src/read/index.js';
import { pairOf } from '../../src/read/raw.js';
import { RawGraphBuilder } from '../../src/read/raw-builder.js';
import { featureFolder, folderOf, temporaryFolder } from './folders.js';

const { task } = readFolder(folderOf(featureFolder), { seed: 1 });
const fileOf = (text: string) => join(folderOf({ 'seeds.tsv': text }), 'seeds.tsv');

describe('seeds', () => {
  test('come back as they were written, scores and weights to the bit', () => {
    const path = join(temporaryFolder(), 'deep', 'seeds.tsv');
    const float = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }),
        fc.array(float, { minLength: 4 }),
        fc.boolean(),
        (rows, scores, weighted) => {
          const seeds = {
            left: Int32Array.from(rows),
            right: Int32Array.from(rows, (r) => 3 - r),
            // No file tells −0 from 0.
            score: Float32Array.from(rows, (r) => scores[r]! + 0),
            ...(weighted && { weight: Float32Array.from(rows, (r) => 0.1 + Math.abs(scores[r]!)) }),
          };
          writeSeeds(path, seeds, task);
          expect(readSeeds(path, task)).toEqual(seeds);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('are written by the ids of the files', () => {
    const path = join(temporaryFolder(), 'seeds.tsv');
    const [left, right] = [task.left.row('2')!, task.right.row('7')!];
    writeSeeds(path, { left: Int32Array.of(left), right: Int32Array.of(right), score: Float32Array.of(0.1) }, task);
    expect(readFileSync(path, 'utf8')).toBe('2\t7\t0.100000001\n');
  });

  test('of entities with any ids come back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r', ' ', ',', ';', '#', 'é', '7'), minLength: 1 }),
          {
            minLength: 2,
            maxLength: 5,
          },
        ),
        (ids) => {
          const builder = new RawGraphBuilder();
          ids.forEach((id, i) => void builder.triple(id, 'r', ids[(i + 1) % ids.length]!));
          const raw = builder.build('g');
          const { task: odd } = shuffledDataset(pairOf(raw, raw, { name: 'p' }), 1);
          const rows = Int32Array.from(ids, (_, i) => i);
          const seeds = { left: rows, right: rows.toReversed(), score: Float32Array.from(ids, (_, i) => i + 0.5) };
          const path = join(temporaryFolder(), 'seeds.tsv');
          writeSeeds(path, seeds, odd);
          expect(readSeeds(path, odd)).toEqual(seeds);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('without a score rank by order', () => {
    const { left, score } = readSeeds(fileOf('1\t5\n0\t4'), task);
    expect(Array.from(left, (row) => task.left.ids[row])).toEqual(['1', '0']);
    expect(Array.from(score)).toEqual([1, 0.5]);
  });

  test('that do not fit the task are not written', () => {
    const path = join(temporaryFolder(), 'seeds.tsv');
    const seeds = { left: Int32Array.of(0, 0), right: Int32Array.of(1, 2), score: Float32Array.of(1, 1) };
    expect(() => writeSeeds(path, seeds, task)).toThrow(/left row 0 is in two pairs/);
    expect(() => readFileSync(path)).toThrow(/ENOENT/);
  });
});

describe('bad pairs', () => {
  test.each<[string, string, RegExp]>([
    [
      'malformed line',
      '0\t4\t1\n0 5\n',
      /seeds\.tsv:2: malformed line "0 5". Expected, between tabs: left id, right id/,
    ],
    ['too many columns', '0\t4\t1\t2\t3\n', /seeds\.tsv:1: malformed line/],
    ['unknown id', '0\t4\t1\n8\t5\t1\n', /seeds\.tsv:2: the left graph has no entity 8/],
    ['swapped columns', '4\t0\t1\n', /seeds\.tsv:1: .*columns are left id, right id/],
    ['duplicate', '0\t4\t1\n1\t4\t1\n', /seeds\.tsv:2: right entity 4 is in two pairs. The first is at .*seeds\.tsv:1/],
    ['score that is no number', '0\t4\tgood\n', /seeds\.tsv:1: score "good" is not a number/],
    ['infinite score', '0\t4\tInfinity\n', /seeds\.tsv:1: score "Infinity" is not a number/],
    ['a weight here and none there', '0\t4\t1\t2\n1\t5\t1\n', /seeds\.tsv:2: has no weight/],
    ['negative weight', '0\t4\t1\t-2\n', /weight -2/],
    ['no pairs', '\n', /seeds\.tsv: has no pairs/],
  ])('%s', (_, text, message) => {
    expect(() => readSeeds(fileOf(text), task)).toThrow(InputError);
    expect(() => readSeeds(fileOf(text), task)).toThrow(message);
  });

  test('a file that is not there, or is a folder', () => {
    expect(() => readSeeds('/no/seeds.tsv', task)).toThrow(/^\/no\/seeds\.tsv: no such file/);
    expect(() => readLinks(temporaryFolder(), task)).toThrow(/is a folder/);
  });
});
