import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { DataError, InputError } from '../../src/base/index.js';
import { row } from '../../src/compute/index.js';
import type { MultimodalGraph } from '../../src/graph/index.js';
import { readFolder } from '../../src/read/index.js';
import { type Files, folderOf, npy, temporaryFolder } from './folders.js';

const read = (files: Files) => readFolder(folderOf(files), { seed: 1 });
const pair = (files: Files, left: string, right: string) => {
  const dir = folderOf(files);
  return readFolder([join(dir, left), join(dir, right)], { seed: 1 });
};

/** What a graph holds, whatever the order of its rows. */
const content = (g: MultimodalGraph) => ({
  names: Object.fromEntries(g.ids.map((id, i) => [id, g.names?.[i]])),
  edges: Array.from(
    g.triples.head,
    (h, t) => `${g.ids[h]} ${g.triples.relation[t]} ${g.ids[g.triples.tail[t]!]}`,
  ).sort(),
  attributes: Array.from(g.literals?.entity ?? [], (e, i) => {
    const { attributes, attribute, values } = g.literals!;
    return `${g.ids[e]} ${attributes[attribute[i]!]} ${values[i]}`;
  }).sort(),
});

const rows = [
  { id: '007', label: 'Bond', born: '1920', film: 'Dr. No, "1962"\nsecond line' },
  { id: 'é', label: 'Ä; ö', born: undefined, film: undefined },
  { id: '2', label: undefined, born: '3', film: 'x' },
];
const triples = [
  { head: '007', relation: 'knows', tail: 'é' },
  { head: 'é', relation: 'likes', tail: '2' },
];
const wanted = {
  names: { '007': 'Bond', é: 'Ä; ö', '2': '' },
  edges: ['007 0 é', 'é 1 2'],
  attributes: ['007 born 1920', '007 film Dr. No, "1962"\nsecond line', '2 born 3', '2 film x'],
};

type Row = Record<string, string | undefined>;
const quoted = (text = '') => (/[",;\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (list: readonly Row[], separator: string, end = '\n') =>
  [Object.keys(list[0]!), ...list.map((r) => Object.values(r))]
    .map((cells) => cells.map(quoted).join(separator) + end)
    .join('');
const parquet = (list: readonly Row[], codec: 'SNAPPY' | 'UNCOMPRESSED' = 'SNAPPY') =>
  new Uint8Array(
    parquetWriteBuffer({
      codec,
      columnData: Object.keys(list[0]!).map((name) => ({
        name,
        data: list.map((r) => r[name] ?? null),
        type: 'STRING',
      })),
    }),
  );

const written: [string, string, (list: readonly Row[]) => string | Uint8Array][] = [
  ['CSV', 'csv', (list) => csv(list, ',')],
  ['CSV between semicolons, lines of Windows, byte order mark', 'csv', (list) => `\ufeff${csv(list, ';', '\r\n')}`],
  ['TSV', 'tsv', (list) => csv(list, '\t')],
  ['JSON', 'json', (list) => JSON.stringify(list)],
  ['JSON Lines', 'jsonl', (list) => list.map((r) => JSON.stringify(r)).join('\n')],
  ['Parquet', 'parquet', (list) => parquet(list)],
  ['Parquet, not compressed', 'parquet', (list) => parquet(list, 'UNCOMPRESSED')],
];

describe.each(written)('%s', (_, ending, write) => {
  const files: Files = {};
  for (const side of [1, 2]) {
    files[`entities_${side}.${ending}`] = write(rows);
    files[`triples_${side}.${ending}`] = write(triples);
  }
  const { task, notes } = read(files);

  test('gives ids, labels, attributes and triples as they were written', () => {
    expect(content(task.left)).toEqual(wanted);
    expect(content(task.right)).toEqual(wanted);
  });

  test('says which column was taken for what', () => {
    expect(notes.join('\n')).toMatch(
      /entities_1.*entities by the columns "id" \(id\), "label" \(label\); attributes: /,
    );
    expect(notes.join('\n')).toMatch(/triples_2.*"head" \(head\), "relation" \(relation\), "tail" \(tail\)/);
    expect(notes.join('\n')).toMatch(/2 of 2 and 2 relations have equal names/);
  });
});

test('files that pandas and pyarrow wrote: numbers, dates, truth values, zstd', () => {
  const dir = new URL('../oracle/tables/', import.meta.url).pathname;
  const { task } = readFolder([join(dir, 'pandas.parquet'), join(dir, 'pandas.tsv')], { seed: 1 });
  const expected = [
    '10 big 9007199254740993',
    '10 day 2020-01-31',
    '10 open true',
    '10 share 0.5',
    '9 big 4',
    '9 open false',
    '9 share 1.25',
  ]; // prettier-ignore
  const plain = (g: MultimodalGraph) =>
    content(g).attributes.map((a) =>
      a.replace(/T?\s?00:00:00(\.000Z)?$/, '').replace(/True|False/, (t) => t.toLowerCase()),
    );
  expect(plain(task.left)).toEqual(expected);
  expect(plain(task.right)).toEqual(expected);
});

test.each(['exact', 'exact-plain'])(
  '%s.parquet of pyarrow: what numbers and dates of JavaScript do not hold',
  (name) => {
    const file = new URL(`../oracle/tables/${name}.parquet`, import.meta.url).pathname;
    const { task } = readFolder([file, file], { seed: 1 });
    expect(content(task.left).attributes).toEqual(
      [
        '12345678901234567890123456789012345678 bytes ff00',
        '12345678901234567890123456789012345678 clock 01:02:03.456',
        '12345678901234567890123456789012345678 day 1969-12-31',
        '12345678901234567890123456789012345678 double 100000000000000000000',
        '12345678901234567890123456789012345678 ns 2023-11-14T22:13:20.123456789Z',
        '12345678901234567890123456789012345678 price -1.25',
        '12345678901234567890123456789012345678 single 0.1',
        '12345678901234567890123456789012345678 time 01:02:03.456789',
        '12345678901234567890123456789012345678 unsigned 18446744073709551613',
        '12345678901234567890123456789012345678 us 2023-11-14T22:13:20.123456Z',
        '12345678901234567890123456789012345678 wide -12345678901234567890.123',
        '12345678901234567890123456789012345679 bytes plain',
        '12345678901234567890123456789012345679 clock 23:59:59',
        '12345678901234567890123456789012345679 day 2020-02-29',
        '12345678901234567890123456789012345679 double 0.1',
        '12345678901234567890123456789012345679 ns 1969-12-31T23:59:59.999999999Z',
        '12345678901234567890123456789012345679 price 100',
        '12345678901234567890123456789012345679 single -2.5e-7',
        '12345678901234567890123456789012345679 unsigned 1',
        '12345678901234567890123456789012345679 us 1969-12-31T23:59:59.999999Z',
        '12345678901234567890123456789012345679 wide 0.001',
      ], // prettier-ignore
    );
  },
);

test('a column without a value, LZ4: its dictionary unpacks to nothing', () => {
  const dir = new URL('../oracle/tables/', import.meta.url).pathname;
  const { task } = readFolder([join(dir, 'pandas.parquet'), join(dir, 'empty-column.parquet')], { seed: 1 });
  expect(content(task.right)).toEqual(content(task.left));
});

describe('where graphs lie', () => {
  const graph = 'head\trelation\ttail\na\tknows\tb\n';
  const places: [string, Files][] = [
    ['folders left and right', { 'left/triples.tsv': graph, 'right/triples.tsv': graph }],
    ['a file a side', { 'left.tsv': graph, 'right.tsv': graph }],
    ['names that end in numbers', { 'kg1.tsv': graph, 'kg2.tsv': graph }],
  ];
  test.each(places)('%s', (_, files) => {
    const { task, truth } = read({ ...files, 'links.csv': 'left,right\na,a\n' });
    expect([task.left.ids.length, task.right.ids.length, truth?.count]).toEqual([2, 2, 1]);
  });

  test('a file or a folder for each; names tell nothing then', () => {
    const { task } = pair({ 'x/some.tsv': graph, 'y.csv': 'subject,predicate,object\n1,knows,2\n' }, 'x', 'y.csv');
    expect([task.left.ids.length, task.right.ids.length, task.left.relationCount]).toEqual([2, 2, 1]);
    expect(task.name).toBe('x - y.csv');
  });

  test('columns without names: three are triples, else the name of the file tells', () => {
    const bare = { 'ent.tsv': '1\tone\n2\ttwo\n', 't.tsv': '1\tknows\t2\n' };
    const files = Object.fromEntries(['l', 'r'].flatMap((s) => Object.entries(bare).map(([n, c]) => [`${s}/${n}`, c])));
    const { task } = pair(files, 'l', 'r');
    expect(content(task.left)).toEqual({ names: { 1: 'one', 2: 'two' }, edges: ['1 0 2'], attributes: [] });
  });

  test('attributes in a table of their own; files that are not used are said', () => {
    const side = { 'e.csv': 'id\na\nb\n', 'a.csv': 'entity,attribute,value\na,size,3\n', 'README.md': 'x' };
    const files = Object.fromEntries(['l', 'r'].flatMap((s) => Object.entries(side).map(([n, c]) => [`${s}/${n}`, c])));
    const { task, notes } = pair(files, 'l', 'r');
    expect(content(task.left).attributes).toEqual(['a size 3']);
    expect(notes.join('\n')).toMatch(/l: not used: README\.md/);
  });

  test('lines of JSON may name a column late; lists are several values', () => {
    const lines = `${'{"id":"a"}\n'}{"id":"b","tags":["x","y"],"name":"B"}\n`;
    const { task } = pair({ 'l.jsonl': lines, 'r.jsonl': lines }, 'l.jsonl', 'r.jsonl');
    expect(content(task.left)).toEqual({ names: { a: '', b: 'B' }, edges: [], attributes: ['b tags x', 'b tags y'] });
  });

  test('quotes between tabs are letters unless they pair', () => {
    const text = 'id\tlabel\na\t"Heroes" (song)\nb\t5" disk\n';
    const { task, notes } = pair({ 'l.tsv': text, 'r.tsv': text }, 'l.tsv', 'r.tsv');
    expect(content(task.left).names).toEqual({ a: '"Heroes" (song)', b: '5" disk' });
    expect(notes.join('\n')).toMatch(/l\.tsv: quotes do not pair, and are read as letters/);
  });
});

describe('features beside a table of entities', () => {
  const entities = 'id,name\nb,B\na,A\n';
  const side = (matrix: Uint8Array) => ({ 'e.csv': entities, 'image.npy': matrix });
  const both = (left: Files, right: Files) => {
    const dir = folderOf({});
    for (const [s, files] of [left, right].entries())
      for (const [name, data] of Object.entries(files)) {
        mkdirSync(join(dir, `${s}`), { recursive: true });
        writeFileSync(join(dir, `${s}`, name), data!);
      }
    return readFolder([join(dir, '0'), join(dir, '1')], { seed: 1 });
  };

  test('row i is the i-th entity of the table; a row of zeros is unknown; without edges they are all there is', () => {
    const { task } = both(side(npy([1, 2, 3, 4], [2, 2])), side(npy([5, 6, 0, 0], [2, 2])));
    const [l, r] = [task.left, task.right].map((g) => g.features.get('image')!);
    expect(Array.from(row(l!.values, task.left.row('a')!))).toEqual([3, 4]);
    expect([r!.known[task.right.row('b')!], r!.known[task.right.row('a')!]]).toEqual([1, 0]);
    expect(task.modalities).toEqual([{ name: 'image', comparable: true }]);
    expect(task.left.hasEdges).toBe(false);
  });

  test('of other entities, or without a table', () => {
    const good = side(npy([1, 2, 3, 4], [2, 2]));
    expect(() => both(good, side(npy([1, 2, 3], [3, 1])))).toThrow(/1\/image\.npy: 3 rows for 2 entities. Row i/);
    const none = { 't.tsv': 'head\trelation\ttail\na\tr\tb\n', 'image.npy': npy([1, 2], [2, 1]) };
    expect(() => both(none, none)).toThrow(/image\.npy: features without a table of entities/);
    expect(() => both(good, side(npy([1, 2], [2, 1])))).toThrow(/features "image" have 1 columns where .* has 2/);
  });
});

describe('bad tables', () => {
  const good = 'id,label\na,A\nb,B\n';
  const bad: [string, string, string | Uint8Array, RegExp][] = [
    [
      'columns that say nothing',
      'l.csv',
      'foo,bar\n1,2\n',
      /l\.csv:1: cannot tell what it holds.*Name the columns in the first line: "id"/,
    ],
    ['an id twice', 'l.csv', 'id\na\nb\na\n', /l\.csv:4: entity a is there twice/],
    ['no id', 'l.csv', 'id,label\n,x\n', /l\.csv:2: no id/],
    ['a short line', 'l.csv', 'id,label\na,A\nb\n', /l\.csv:3: has 1 columns, unlike the lines before/],
    [
      'a short line among quoted ones',
      'l.csv',
      'id,label\n"a","A"\nb\n',
      /l\.csv:3: has 1 columns, unlike the lines before/,
    ],
    ['rows unlike the header', 'l.csv', 'id,label,x\n"a","A"\n', /l\.csv:2: has 2 columns, unlike/],
    ['a quote that does not close', 'l.csv', 'id,label\na,"A\nb,B\n', /l\.csv:\d+: .*Close quotes/],
    ['Latin-1', 'l.csv', Buffer.from('id,label\na,A\nb,Übel\n', 'latin1'), /l\.csv:3: is not UTF-8 text/],
    ['UTF-16', 'l.csv', Buffer.from('\ufeffid,label\na,A\n', 'utf16le'), /l\.csv: is not UTF-8 text \(UTF-16\?\)/],
    ['UTF-16 without a mark', 'l.csv', Buffer.from('id,label\na,A\n', 'utf16le'), /l\.csv: is not UTF-8/],
    ['empty', 'l.csv', '', /l\.csv: is empty/],
    ['nothing but a header', 'l.csv', 'id,label\n', /no entities/],
    ['JSON that is none', 'l.json', '[{"id": 1}', /l\.json: is not JSON/],
    ['JSON that is no list', 'l.json', '{"id": 1}', /l\.json: is not a list/],
    ['a line of JSON that is none', 'l.jsonl', '{"id": 1}\n{"id"\n', /l\.jsonl:2: is not JSON/],
    [
      'a number that lost digits',
      'l.jsonl',
      '{"id": 12345678901234567890}',
      /l\.jsonl:1: the number 1.*has lost digits/,
    ],
    ['no Parquet', 'l.parquet', 'PAR1 and so on', /l\.parquet: is damaged, or no Parquet file/],
    [
      'a stranger in a triple',
      'triples.tsv',
      'head\trelation\ttail\na\tr\tc\n',
      /triples\.tsv:2: entity c is not one of this graph's 2/,
    ],
    [
      'a picture elsewhere',
      'l.csv',
      'id,image\na,../secret.png\n',
      /l\.csv:2: the picture \.\.\/secret\.png is not in the folder/,
    ],
  ];
  test.each(bad)('%s', (_, name, content, message) => {
    const left: Files = name.startsWith('triples')
      ? { 'l/e.csv': good, [`l/${name}`]: content }
      : { [`l/${name}`]: content };
    const run = () => pair({ ...left, 'r.csv': good }, 'l', 'r.csv');
    expect(run).toThrow(/empty|no entities/.test(message.source) ? /empty|no entities/ : InputError);
    expect(run).toThrow(message);
  });

  test('edges in one graph alone', () => {
    const run = () => pair({ 'l.csv': good, 'r.tsv': 'head\trelation\ttail\na\tr\tb\n' }, 'l.csv', 'r.tsv');
    expect(run).toThrow(DataError);
    expect(run).toThrow(/l\.csv: no edges, while the other graph has some/);
  });

  test('several files that may be the links', () => {
    expect(() => read({ 'left.csv': good, 'right.csv': good, 'links.csv': 'a', 'truth.csv': 'b' })).toThrow(
      /several files may be the links: links\.csv, truth\.csv/,
    );
  });

  test('a link out of the folder; devices; what is not there', () => {
    const dir = folderOf({ 'r/e.csv': good });
    mkdirSync(join(dir, 'l'));
    writeFileSync(join(dir, 'outside.csv'), good);
    symlinkSync('../outside.csv', join(dir, 'l', 'e.csv'));
    const run = (left: string) => () => readFolder([left, join(dir, 'r')], { seed: 1 });
    expect(run(join(dir, 'l'))).toThrow(/l\/e\.csv: is a link to .*outside\.csv, out of the folder/);
    // A file that is named itself may be one.
    expect(run(join(dir, 'l', 'e.csv'))).not.toThrow();
    expect(run('/dev/zero')).toThrow(InputError);
    expect(run(join(temporaryFolder(), 'none'))).toThrow(/no such file or folder/);
  });
});
