import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packed, readPacked, writeFile } from '../../src/base/index.js';
import { temporaryFolder } from '../read/folders.js';

const kind = 'psqe thing 2';
const value = {
  name: 'ä\n"x"',
  none: null,
  empty: new Int32Array(0),
  list: [{ values: Float32Array.of(1.5, -0, Number.NaN) }, { values: Uint8Array.of(1, 2, 3) }],
  axes: Float64Array.of(1 / 3),
  counts: Uint32Array.of(2 ** 32 - 1),
};

function written(): string {
  const path = join(temporaryFolder(), 'x.psqe');
  writeFile(path, packed(kind, value));
  return path;
}

describe('packed files', () => {
  test('give back what was written, arrays to the bit', () => {
    expect(readPacked(written(), kind, 'Make it anew')).toEqual(value);
  });

  test('a changed bit anywhere, and any cut, is noticed', () => {
    const path = written();
    const whole = readFileSync(path);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(7), fc.boolean(), (at, bit, cut) => {
        const bytes = Buffer.from(cut ? whole.subarray(0, at) : whole);
        if (!cut) bytes[at]! ^= 1 << bit;
        writeFileSync(path, bytes);
        expect(() => readPacked(path, kind, 'Make it anew')).toThrow(/x\.psqe: is .*Make it anew/s);
      }),
      { numRuns: 60 },
    );
  });

  test('another version, another thing, and nothing are told apart', () => {
    const path = written();
    expect(() => readPacked(path, 'psqe thing 3', 'Anew')).toThrow(
      /of another version of psqe \("psqe thing 2"\)\. Anew/,
    );
    expect(() => readPacked(path, 'psqe other 2', 'Anew')).toThrow(/is no psqe other/);
    expect(() => readPacked(join(temporaryFolder(), 'none'), kind, 'Anew')).toThrow(/no such file\. Anew/);
    expect(() => readPacked(temporaryFolder(), kind, 'Anew')).toThrow(/is a folder/);
  });
});
