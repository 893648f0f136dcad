import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { InputError, PsqeError } from '../../src/base/index.js';
import { readFolder } from '../../src/read/index.js';
import { parseNpy } from '../../src/read/npy.js';
import { withArchives } from '../../src/read/npz.js';
import { folderSource } from '../../src/read/source.js';
import { isHeader, understand } from '../../src/read/tabular/roles.js';
import { openTable } from '../../src/read/tabular/table.js';
import { folderOf, npy, temporaryFolder } from './folders.js';

/** Reads, or fails with an error that names the file and what to do. @returns what was read */
function readsOrRefuses<T>(file: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(PsqeError);
    expect((error as PsqeError).where).toContain(file);
    expect((error as PsqeError).remedy).toBeTruthy();
    return undefined;
  }
}

function rowsOf(bytes: Uint8Array, path: string): unknown[] {
  const table = openTable(bytes, path, isHeader);
  understand(table, ['entities', 'triples', 'attributes']);
  const rows: unknown[] = [];
  table.each((cells) => rows.push(cells));
  return rows;
}

const rows = [
  { id: 'é', label: 'Ä, "ö"', size: '1.5' },
  { id: '2', label: 'zwei', size: '2' },
  { id: '3', label: '', size: '33' },
];
const csv = 'id,label,size\né,"Ä, ""ö""",1.5\n2,zwei,2\n3,,33\n';
const parquet = (codec: 'SNAPPY' | 'UNCOMPRESSED') =>
  new Uint8Array(
    parquetWriteBuffer({
      codec,
      columnData: (['id', 'label', 'size'] as const).map((name) => ({
        name,
        data: rows.map((r) => r[name]),
        type: 'STRING',
      })),
    }),
  );
const files: [string, string, Uint8Array, boolean][] = [
  ['CSV', 'x.csv', Buffer.from(csv), false],
  ['TSV', 'x.tsv', Buffer.from('id\tlabel\tsize\né\tÄ\t1.5\n2\tzwei\t2\n'), false],
  ['JSON', 'x.json', Buffer.from(JSON.stringify(rows)), true],
  ['JSON Lines', 'x.jsonl', Buffer.from(rows.map((r) => JSON.stringify(r)).join('\n')), false],
  ['Parquet, snappy', 'x.parquet', parquet('SNAPPY'), true],
  ['Parquet', 'x.parquet', parquet('UNCOMPRESSED'), true],
];

describe.each(files)('%s', (_, name, bytes, tellsItsEnd) => {
  test('cut at any byte: the rows above the cut, or an error; none where the format can tell', () => {
    const whole = rowsOf(bytes, name);
    for (let length = 0; length < bytes.length; length++) {
      const read = readsOrRefuses(name, () => rowsOf(bytes.subarray(0, length), name));
      if (tellsItsEnd) expect(read, `${length} bytes`).toBeUndefined();
      else if (read) expect(read.length).toBeLessThanOrEqual(whole.length);
    }
  });

  // Not Parquet: hyparquet 1.33.0 writes a run as long as the file says, past the array's end, until the memory is full.
  test.skipIf(name === 'x.parquet')('with other bytes in it', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), (at, other) => {
        const mutant = new Uint8Array(bytes);
        mutant.set(other.subarray(0, bytes.length - at), at);
        readsOrRefuses(name, () => rowsOf(mutant, name));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('matrices', () => {
  const matrix = npy([1, 2, 3, 4, 5, 6], [3, 2]);

  test('an .npy file with other bytes in it', () => {
    fc.assert(
      fc.property(fc.nat(matrix.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), (at, other) => {
        const mutant = new Uint8Array(matrix);
        mutant.set(other.subarray(0, matrix.length - at), at);
        const read = readsOrRefuses('x.npy', () => parseNpy(mutant, 'x.npy'));
        if (read) expect(read.data.length).toBe(read.shape.reduce((a, b) => a * b, 1));
      }),
      { numRuns: 2000 },
    );
  });

  const archive = (zip: Uint8Array) => withArchives(folderSource(folderOf({ 'all.npz': zip })));
  /** How an entry of an archive's directory begins. */
  const entry = Buffer.from('PK\x01\x02', 'latin1');
  const zip = zipSync({ 'image.npy': matrix, 'sub/other.npy': matrix, 'note.txt': new Uint8Array(3) });

  test('arrays of an .npz file are files; what is no array of its own is none', () => {
    const source = archive(zip);
    expect(source.names).toEqual(['image.npy']);
    expect(Array.from(parseNpy(source.bytes('image.npy'), 'x').data)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(source.path('image.npy')).toMatch(/all\.npz:image\.npy$/);
    const twice = folderOf({ 'all.npz': zip, 'image.npy': matrix });
    expect(() => withArchives(folderSource(twice))).toThrow(/all\.npz: has image\.npy, which is there already/);
  });

  test('an .npz file cut at any byte is refused', () => {
    for (let length = 0; length < zip.length; length += 7)
      expect(() => archive(zip.subarray(0, length)), `${length} bytes`).toThrow(InputError);
  });

  test('an .npz file that would fill the memory is refused before it is unpacked', () => {
    const bomb = Buffer.from(zip);
    // The unpacked size in each entry of the directory at the end: 4 GB less two bytes.
    for (let at = bomb.indexOf(entry); at >= 0; at = bomb.indexOf(entry, at + 4))
      bomb.writeUInt32LE(0xfffffffe, at + 24);
    expect(() => archive(bomb)).toThrow(/all\.npz: is damaged, or no \.npz file \(unpacks to more than/);
  });
});

test('a pipe in the folder is refused, and does not wait for a writer', () => {
  const dir = temporaryFolder();
  for (const side of ['l', 'r']) mkdirSync(join(dir, side));
  execFileSync('mkfifo', [join(dir, 'l', 'e.csv')]);
  writeFileSync(join(dir, 'r', 'e.csv'), 'id\n1\n');
  expect(() => readFolder([join(dir, 'l'), join(dir, 'r')], { seed: 1 })).toThrow(
    /e\.csv: is a pipe. Give a regular file/,
  );
  expect(() => readFolder([join(dir, 'l', 'e.csv'), join(dir, 'r')], { seed: 1 })).toThrow(/is a pipe/);
});

describe('a manifest that lies', () => {
  const packed = (entry: object, content: Uint8Array) =>
    folderOf({
      'x.br': content,
      'manifest.json': JSON.stringify({
        format: 'psqe-packed-1',
        name: 'x',
        files: Object.fromEntries(
          ['ent_ids_1', 'ent_ids_2', 'triples_1', 'triples_2', 'V.npy'].map((name) => [
            name,
            { file: 'x.br', encoding: 'brotli', bytes: 10, sha256: '0'.repeat(64), ...entry },
          ]),
        ),
      }),
    });

  test('a file that unpacks to more than it says is not unpacked further', () => {
    const bomb = brotliCompressSync(new Uint8Array(1 << 26));
    const before = process.memoryUsage().arrayBuffers;
    expect(() => readFolder(packed({}, bomb), { seed: 1 })).toThrow(/x\.br: is corrupt/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 25);
  });

  test('a file out of the folder', () => {
    expect(() =>
      readFolder(packed({ file: '../../etc/passwd', encoding: 'plain' }, new Uint8Array(1)), { seed: 1 }),
    ).toThrow(/manifest\.json: names a file out of the folder: \.\.\/\.\.\/etc\/passwd/);
  });
});
