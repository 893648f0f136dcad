import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { InputError, PsqeError } from '../../src/base/index.js';
import { readFolder } from '../../src/read/index.js';
import { rawLinks } from '../../src/read/links/read-links.js';
import { parseNpy } from '../../src/read/npy.js';
import { withArchives } from '../../src/read/npz.js';
import { folderSource, type Source } from '../../src/read/source.js';
import { isHeader, understand } from '../../src/read/tabular/roles.js';
import { openTable } from '../../src/read/tabular/table.js';
import { inTime } from '../../src/read/time-limit.js';
import { folderOf, npy, temporaryFolder } from './folders.js';

/** Reads, or fails with an error that names the file and what to do. @returns what was read, or what was wrong */
function readsOrRefuses<T>(file: string, read: () => T): { readonly read?: T; readonly what?: string } {
  try {
    return { read: read() };
  } catch (error) {
    if (!(error instanceof PsqeError)) throw error;
    expect(error.where).toContain(file);
    expect(error.remedy).toBeTruthy();
    return { what: error.what };
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
  ['Parquet of pandas', 'x.parquet', readFileSync(join(import.meta.dirname, '../oracle/tables/pandas.parquet')), true],
  ['Parquet, decimals', 'x.parquet', readFileSync(join(import.meta.dirname, '../oracle/tables/exact.parquet')), true],
];

describe.each(files)('%s', (of, name, bytes, tellsItsEnd) => {
  test('cut at any byte: the rows above the cut, or an error; none where the format can tell', () => {
    const whole = rowsOf(bytes, name);
    for (let length = 0; length < bytes.length; length++) {
      const { read } = readsOrRefuses(name, () => rowsOf(bytes.subarray(0, length), name));
      if (tellsItsEnd) expect(read, `${length} bytes`).toBeUndefined();
      else if (read) expect(read.length).toBeLessThanOrEqual(whole.length);
    }
  });

  test('3000 times with other bytes in it', () => {
    const refused = new Set<string>();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), (at, other) => {
        const mutant = new Uint8Array(bytes);
        mutant.set(other.subarray(0, bytes.length - at), at);
        const { what } = readsOrRefuses(name, () => rowsOf(mutant, name));
        if (what !== undefined) refused.add(what);
      }),
      { numRuns: 3000 },
    );
    // hyparquet 1.33.0 would write such a run into memory, past the column's end.
    if (of === 'Parquet of pandas') expect([...refused].join('\n')).toMatch(/a run of \d+ values where \d+ are left/);
  });
});

describe('matrices', () => {
  const matrix = npy([1, 2, 3, 4, 5, 6], [3, 2]);

  test('an .npy file with other bytes in it', () => {
    fc.assert(
      fc.property(fc.nat(matrix.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), (at, other) => {
        const mutant = new Uint8Array(matrix);
        mutant.set(other.subarray(0, matrix.length - at), at);
        const { read } = readsOrRefuses('x.npy', () => parseNpy(mutant, 'x.npy'));
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

  test('3000 times an .npz file with other bytes in it: its arrays, or an error that names it', () => {
    const source = (bytes: Uint8Array): Source => ({
      dir: '.',
      names: ['all.npz'],
      folders: [],
      path: (name) => name,
      has: (name) => name === 'all.npz',
      bytes: () => bytes,
    });
    fc.assert(
      fc.property(fc.nat(zip.length - 1), fc.uint8Array({ minLength: 1, maxLength: 4 }), (at, other) => {
        const mutant = new Uint8Array(zip);
        mutant.set(other.subarray(0, zip.length - at), at);
        const { read } = readsOrRefuses('all.npz', () => withArchives(source(mutant)));
        for (const name of read?.names ?? []) readsOrRefuses(name, () => parseNpy(read!.bytes(name), read!.path(name)));
      }),
      { numRuns: 3000 },
    );
  });

  test('an array of an .npz file that does not match its checksum is refused', () => {
    for (const level of [0, 6] as const) {
      const whole = zipSync({ 'image.npy': [matrix, { level }] });
      expect(archive(whole).bytes('image.npy')).toEqual(matrix);
      // Numbers and checksum: the bytes before the directory's end of the array, those of its sum.
      const directory = Buffer.from(whole).indexOf(entry);
      for (const at of level === 0 ? [directory - 1, directory - 10, directory + 16] : [directory + 17]) {
        const damaged = new Uint8Array(whole);
        damaged[at]! ^= 4;
        expect(() => archive(damaged)).toThrow(/all\.npz: is damaged.*image\.npy does not match its checksum/);
      }
    }
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

  test('a small file that is said to unpack to a gigabyte is not unpacked at all', () => {
    const bomb = brotliCompressSync(new Uint8Array(2 ** 20));
    expect(() => readFolder(packed({ bytes: 2 ** 30 }, bomb), { seed: 1 })).toThrow(
      /x\.br: is said to unpack from \d+ to 1073741824 bytes, which no features do\. Unpack it yourself/,
    );
  });

  test.skipIf(process.platform === 'win32')('a link out of the folder', () => {
    const dir = packed({}, new Uint8Array(1));
    rmSync(join(dir, 'x.br'));
    symlinkSync('/etc/passwd', join(dir, 'x.br'));
    expect(() => readFolder(dir, { seed: 1 })).toThrow(/x\.br: is a link to \/etc\/passwd, out of the folder/);
  });

  test('a file out of the folder', () => {
    expect(() =>
      readFolder(packed({ file: '../../etc/passwd', encoding: 'plain' }, new Uint8Array(1)), { seed: 1 }),
    ).toThrow(/manifest\.json: names a file out of the folder: \.\.\/\.\.\/etc\/passwd/);
  });
});

test('a job that never ends is ended, and the file named; one that fails keeps its own error', () => {
  const forEver = () => {
    for (;;);
  };
  expect(() => inTime('x.parquet', 10, forEver, 50)).toThrow(
    /x\.parquet: is not read after 0 s\. It is probably damaged/,
  );
  expect(() => inTime('x', 0, () => inTime('inner', 0, forEver, 50))).toThrow(/^inner: is not read/);
  expect(inTime('x', 0, () => inTime('y', 0, () => 42))).toBe(42);
  const broken = () => {
    throw new TypeError('mine');
  };
  expect(() => inTime('x', 0, broken)).toThrow(new TypeError('mine'));
});

describe('what is nested without end is refused at once', () => {
  const deep = 50_000;
  const open = (text: string) => text.repeat(deep);
  const xml = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">';
  test.each([
    ['x.json', `[{"id":"a","x":${open('[')}${open(']')}}]`],
    ['x.json', `[{"id":"a","x":${open('{"a":')}1${open('}')}}]`],
    ['x.jsonl', `{"id":"a","x":${open('[')}${open(']')}}\n`],
    ['x.xml', open('<a>')],
    ['x.rdf', xml + open('<e:a><e:b>')],
  ])('%s', (name, text) => {
    const bytes = Buffer.from(text);
    const read = () => (/json/.test(name) ? rowsOf(bytes, name) : rawLinks(bytes, name));
    expect(readsOrRefuses(name, read).what).toMatch(/nested too deeply/);
  });
});
