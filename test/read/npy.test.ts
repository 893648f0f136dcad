import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/base/index.js';
import { parseMask, parseMatrix, parseNpy } from '../../src/read/npy.js';
import { npy } from './folders.js';

// Files written by NumPy itself: test/oracle/data/make.py.
const oracle = JSON.parse(readFileSync(new URL('../oracle/data/figures.json', import.meta.url), 'utf8')).npy as {
  readable: Record<string, { npy: string; shape: number[]; values: number[] }>;
  refused: Record<string, string>;
};
const bytes = (base64: string) => Buffer.from(base64, 'base64');

describe('files that NumPy wrote', () => {
  test.each(Object.entries(oracle.readable))('%s', (_, file) => {
    const { data, shape } = parseNpy(bytes(file.npy), 'x.npy');
    expect(shape).toEqual(file.shape);
    expect(Array.from(data)).toEqual(file.values.map(Math.fround));
  });

  test.each(Object.entries(oracle.refused))('%s is refused with file and remedy', (_, file) => {
    expect(() => parseNpy(bytes(file), 'x.npy')).toThrow(InputError);
    expect(() => parseNpy(bytes(file), 'x.npy')).toThrow(/^x\.npy: .*numpy\.save/);
  });
});

describe('damaged and foreign files', () => {
  const whole = npy([1, 2, 3, 4, 5, 6], [3, 2]);

  test('cut at any byte', () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => parseNpy(whole.subarray(0, length), 'x.npy'), `${length} bytes`).toThrow(InputError);
  });

  test('bytes too many', () => {
    expect(() => parseNpy(Buffer.concat([whole, new Uint8Array(4)]), 'x.npy')).toThrow(/7 values where .* 3 × 2 = 6/);
  });

  test('another kind of file', () => {
    expect(() => parseNpy(Buffer.from('PK\x03\x04 a zip archive, not an array'), 'x.npy')).toThrow(
      /^x\.npy: Not an .npy/,
    );
  });

  test('a window on a larger buffer reads right, wherever it begins', () => {
    for (let shift = 0; shift < 8; shift++) {
      const pool = Buffer.alloc(whole.length + 16, 7);
      pool.set(whole, shift);
      const { data } = parseNpy(pool.subarray(shift, shift + whole.length), 'x.npy');
      expect(Array.from(data)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });
});

describe('shapes', () => {
  test('a matrix with a wrong number of rows, or dimensions', () => {
    expect(() => parseMatrix(npy([1, 2, 3, 4], [2, 2]), 'x.npy', 3)).toThrow(/x\.npy: 2 rows for 3 entities/);
    expect(() => parseMatrix(npy([1, 2, 3], [3]), 'x.npy', 3)).toThrow(/has 1 dimensions/);
  });

  test('a mask that is none', () => {
    expect(Array.from(parseMask(npy([1, 0], [2]), 'm.npy', 2))).toEqual([1, 0]);
    expect(() => parseMask(npy([1, 0.5], [2]), 'm.npy', 2)).toThrow(/m\.npy: .* not a mask of 2/);
    expect(() => parseMask(npy([1, 0, 1], [3]), 'm.npy', 2)).toThrow(/m\.npy: shape 3/);
  });
});
