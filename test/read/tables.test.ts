import { dump } from 'npyjs';
import { describe, expect, test } from 'vitest';
import { DataError, InputError } from '../../src/base/index.js';
import { readFolder } from '../../src/read/index.js';
import { dbp15kFolder, type Files, featureFolder, folderOf, npy } from './folders.js';

const mask = (...values: number[]) => new Uint8Array(dump(Uint8Array.from(values), [values.length]));

describe('bad features', () => {
  const ones = Array(16).fill(1);
  const bad: [string, Files, typeof DataError | typeof InputError, RegExp][] = [
    [
      'NaN',
      { 'V.npy': npy([...ones.slice(0, 5), NaN, ...ones.slice(6)], [8, 2]) },
      InputError,
      /V\.npy: row 2, column 1 is NaN/,
    ],
    [
      'infinity',
      { 'V.npy': npy([-Infinity, ...ones.slice(1)], [8, 2]) },
      InputError,
      /V\.npy: row 0, column 0 is -Inf/,
    ],
    ['truncated matrix', { 'V.npy': npy(ones, [8, 2]).subarray(0, 100) }, InputError, /V\.npy: .*truncated/],
    ['foreign matrix', { 'V.npy': '1,2\n3,4\n' }, InputError, /V\.npy: .*\.npy/],
    ['matrix of other entities', { 'V.npy': npy(ones, [4, 4]) }, InputError, /V\.npy: 4 rows for 8 entities/],
    ['mask of other entities', { 'V_mask.npy': mask(1, 1) }, InputError, /V_mask\.npy: shape 2 is not a mask of 8/],
    [
      'modality missing everywhere',
      { 'V.npy': npy(Array(16).fill(0), [8, 2]) },
      DataError,
      /no entity of graph 1 has .*"image"/,
    ],
    [
      'modality missing for one graph',
      { 'V_mask.npy': mask(1, 1, 1, 1, 0, 0, 0, 0) },
      DataError,
      /V_mask\.npy: no entity of graph 2/,
    ],
    [
      'ids that are no row numbers',
      { ent_ids_2: '4\ta\n5\tb\n6\tc\n70\td\n', triples_2: '4\t0\t5\n' },
      InputError,
      /ent_ids_2:4: id 70 is outside 0 … 7/,
    ],
  ];
  test.each(bad)('%s', (_, files, kind, message) => {
    const dir = folderOf({ ...featureFolder, ill_ent_ids: undefined, ...files });
    const run = () => readFolder(dir, { seed: 1 });
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
  });
});

describe('bad names', () => {
  test.each<[string, string, RegExp]>([
    ['no JSON', '[[0, ["a"', /translated_names\.json: is not JSON/],
    ['no list', '{"0": ["a"]}', /translated_names\.json: is not a list/],
    ['another shape', '[[0, "a b"]]', /translated_names\.json, entry 1: malformed entry/],
    ['a name given twice', '[[0, ["a"]], [0, ["b"]]]', /entry 2: id 0 is named twice/],
    ['names of other entities', '[[100, ["a"]]]', /no entity of graph 1 has a name/],
  ])('%s', (_, json, message) => {
    const dir = folderOf({ ...dbp15kFolder, 'translated_names.json': json });
    expect(() => readFolder(dir, { seed: 1 })).toThrow(message);
  });
});
