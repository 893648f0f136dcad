import { describe, expect, test } from 'vitest';
import { DataError, InputError } from '../../src/base/index.js';
import { row } from '../../src/compute/index.js';
import type { MultimodalGraph } from '../../src/graph/index.js';
import { packFolder, readFolder } from '../../src/read/index.js';
import { dbp15kFolder, type Files, featureFolder, folderOf, npy, temporaryFolder } from './folders.js';

const read = (files: Files, seed = 1) => readFolder(folderOf(files), { seed });
const packed = (files: Files) => {
  const dir = temporaryFolder();
  packFolder(folderOf(files), dir, { name: 'packed' });
  return dir;
};

/** Every triple by the ids and labels of its ends: what must not depend on the order of rows. */
const edges = (g: MultimodalGraph) =>
  Array.from(g.triples.head, (h, t) => [g.ids[h], g.triples.relation[t], g.ids[g.triples.tail[t]!]].join(' ')).sort();

describe.each([
  ['a feature folder', () => folderOf(featureFolder)],
  ['a DBP15K folder', () => folderOf(dbp15kFolder)],
  ['a packed folder', () => packed(featureFolder)],
  ['a packed DBP15K folder', () => packed(dbp15kFolder)],
])('%s', (_, make) => {
  const dir = make();

  test('has its entities, triples and links, whatever the order of rows', () => {
    for (const seed of [1, 2, 3]) {
      const { task, truth } = readFolder(dir, { seed });
      expect([...task.left.ids].sort()).toEqual(['0', '1', '2', '3']);
      expect([...task.right.ids].sort()).toEqual(['4', '5', '6', '7']);
      expect(edges(task.left)).toEqual(['0 0 1', '1 0 2', '2 1 3']);
      expect(task.right.labels[task.right.row('6')!]).toBe('drei');
      const partner = truth!.rightOf(4);
      expect(task.left.ids.map((id, i) => Number(task.right.ids[partner[i]!]) - Number(id))).toEqual([4, 4, 4, 4]);
    }
  });

  test('is shuffled by the seed, each side by itself', () => {
    const orders = [1, 2, 3, 4, 5, 6].map((seed) => {
      const { left, right } = readFolder(dir, { seed }).task;
      return `${left.ids.join('')} ${right.ids.map((id) => Number(id) - 4).join('')}`;
    });
    expect(new Set(orders).size).toBeGreaterThan(3);
    expect(orders.some((order) => order.slice(0, 4) !== order.slice(5))).toBe(true);
    expect(readFolder(dir, { seed: 3 }).task).toEqual(readFolder(dir, { seed: 3 }).task);
  });
});

test('the task is the same, byte for byte, with and without the links file', () => {
  for (const files of [featureFolder, dbp15kFolder]) {
    const open = read(files);
    const blind = read({ ...files, ill_ent_ids: undefined });
    expect(blind.truth).toBeUndefined();
    expect(open.truth?.count).toBe(4);
    expect(edges(blind.task.left)).toEqual(edges(open.task.left));
    expect({
      ...blind.task,
      name: '',
      left: { ...blind.task.left, name: '' },
      right: { ...blind.task.right, name: '' },
    }).toEqual({
      ...open.task,
      name: '',
      left: { ...open.task.left, name: '' },
      right: { ...open.task.right, name: '' },
    });
  }
});

describe('features', () => {
  test('rows follow their entities; a masked or zero row is unknown and zero', () => {
    const { left, right } = read(featureFolder).task;
    const image = left.features.get('image')!;
    expect(Array.from(row(image.values, left.row('2')!))).toEqual([1, 1]);
    expect(image.known[left.row('3')!]).toBe(0);
    expect(Array.from(row(image.values, left.row('3')!))).toEqual([0, 0]);
    expect(Array.from(row(right.features.get('image')!.values, right.row('7')!))).toEqual([2, 1]);
  });

  test('names and readable labels of DBP15K; relations without a common number do not compare', () => {
    const { left, right, modalities } = read(dbp15kFolder).task;
    expect(left.names![left.row('0')!]).toBe('one road');
    expect(left.names![left.row('3')!]).toBe('');
    expect(left.labels[left.row('0')!]).toBe('A one');
    expect(modalities).toEqual([]);
    expect(left.relationCount).toBe(4);
    expect(new Set(right.triples.relation)).toEqual(new Set([2, 3]));
  });
});

test('labels may be absent; line ends may be those of Windows', () => {
  const { task } = read({ ...featureFolder, ent_ids_1: '0\r\n1\r\n2\tthree\r\n3\tfour\r\n' });
  expect(['0', '2'].map((id) => task.left.labels[task.left.row(id)!])).toEqual(['0', 'three']);
});

describe('bad folders', () => {
  const bad: [string, Files, typeof DataError | typeof InputError, RegExp][] = [
    [
      'missing file',
      { triples_2: undefined },
      InputError,
      /not a feature folder, it lacks triples_2; not DBP15K, it lacks triples_2, any of translated_names/,
    ],
    [
      'another kind of folder',
      { 'V.npy': undefined, 'V_mask.npy': undefined },
      InputError,
      /lacks any of V\.npy.*lacks any of translated_names/,
    ],
    [
      'nothing that is known',
      {
        ...Object.fromEntries(Object.keys(featureFolder).map((name) => [name, undefined])),
        'a.doc': 'x',
        'b.xyz': 'x',
      },
      InputError,
      /: holds nothing that is known as a graph \(a\.doc, b\.xyz\)\. A graph is a table \(CSV/,
    ],
    ['malformed entity', { ent_ids_1: '0\tone\n1\ttwo\tmore\n' }, InputError, /ent_ids_1:2: malformed line "1\ttwo/],
    ['id that is no number', { ent_ids_1: '0\tone\nx\ttwo\n' }, InputError, /ent_ids_1:2: id "x" is not a whole/],
    ['blanks for tabs', { ent_ids_1: '0\tone\n1 two\n' }, InputError, /ent_ids_1:2: id "1 two" is not a whole/],
    ['duplicate entity', { ent_ids_1: '0\tone\n0\ttwo\n' }, InputError, /ent_ids_1:2: entity 0 is there twice/],
    ['id of the other graph', { ent_ids_2: '0\teins\n' }, InputError, /ent_ids_2:1: id 0 belongs to the other/],
    ['empty side', { ent_ids_2: '' }, DataError, /ent_ids_2: no entities/],
    ['malformed triple', { triples_1: '0\t0\t1\n1\t0\n' }, InputError, /triples_1:2: malformed line/],
    ['empty field', { triples_1: '0\t0\t1\n1\t\t2\n' }, InputError, /triples_1:2: malformed line/],
    ['triple id out of range', { triples_1: '0\t0\t9\n' }, InputError, /triples_1:1: entity 9 is not one of this/],
    ['relation that is no number', { triples_1: '0\t-1\t1\n' }, InputError, /triples_1:1: relation "-1" is not/],
    ['zero edges', { triples_1: '' }, DataError, /triples_1: no edges/],
    ['only edges from an entity to itself', { triples_1: '0\t0\t0\n' }, DataError, /triples_1: no edges/],
    ['text that is not UTF-8', { ent_ids_1: Buffer.from([48, 9, 0xff, 0xfe, 10]) }, InputError, /not UTF-8/],
  ];
  test.each(bad)('%s', (_, files, kind, message) => {
    const run = () => read({ ...featureFolder, ...files });
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
  });

  // They are for evaluation only: whatever is wrong with them stops no seeds.
  test.each<[string, string, number, RegExp]>([
    [
      'unknown linked entity',
      '0\t4\n1\t99\n',
      1,
      /ill_ent_ids: 1 of 2 links have an unknown end.*ill_ent_ids:2 \(1, 99\)/,
    ],
    ['swapped links', '4\t0\n', 0, /ill_ent_ids: 1 of 1 links have their ends the wrong way round/],
    ['entity linked twice', '0\t4\n0\t5\n', 1, /1 of 2 links have an end that is linked already.*ill_ent_ids:2/],
    ['malformed line', '0\t4\n1 5\n', 0, /nothing can be evaluated: .*ill_ent_ids:2: malformed line "1 5"/],
    ['empty', '', 0, /ill_ent_ids: no link can be used, so that nothing can be evaluated/],
  ])('links that are left out and said: %s', (_, ill_ent_ids, count, note) => {
    const { truth, notes } = read({ ...featureFolder, ill_ent_ids });
    expect(truth?.count ?? 0).toBe(count);
    expect(notes.join('\n')).toMatch(note);
  });

  test('zeros before a number make no other id, in any file', () => {
    const zeros = {
      ...featureFolder,
      ent_ids_1: '000\tone\n01\ttwo\n2\tthree\n3\tfour\n',
      triples_1: '0\t0\t01\n001\t0\t2\n2\t01\t3\n',
      ill_ent_ids: '00\t4\n1\t05\n',
    };
    const { task, truth, notes } = read(zeros);
    expect(edges(task.left)).toEqual(edges(read(featureFolder).task.left));
    expect([truth?.count, notes]).toEqual([2, []]);
  });

  test('a first line that counts the others is named, and not the file that it clashes with', () => {
    const counted = { ...featureFolder, ent_ids_1: `4\n${featureFolder.ent_ids_1}` };
    expect(() => read(counted)).toThrow(/ent_ids_1:1: the first line, 4, counts the lines below. Remove it/);
    const clash = { ...featureFolder, ent_ids_2: '4\teins\n1\tzwei\n' };
    expect(() => read(clash)).toThrow(/ent_ids_2:2: id 1 belongs to the other graph already \(line 2 of its file\)/);
  });

  test('without triples features alone are compared; what is alike or unused is said', () => {
    for (const none of [undefined, '']) {
      const bare = { ...featureFolder, triples_1: none, triples_2: none, 'notes.txt': 'x' };
      const { task, notes } = read({ ...bare, 'V.npy': npy([1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7], [8, 2]) });
      expect([task.left.hasEdges, task.modalities]).toEqual([false, [{ name: 'image', comparable: true }]]);
      expect(notes.join('\n')).toMatch(/no triples, so features alone are compared/);
      expect(notes.join('\n')).toMatch(/graph 1: 2 entities have the same features "image" as another one/);
      expect(notes.join('\n')).toMatch(/: not used: notes\.txt$/);
    }
    expect(read(featureFolder).notes).toEqual([]);
  });

  test('no folder, and a file in its place', () => {
    expect(() => readFolder('/no/such/folder', { seed: 1 })).toThrow(/^\/no\/such\/folder: no such folder/);
    const dir = folderOf(featureFolder);
    expect(() => readFolder(`${dir}/triples_1`, { seed: 1 })).toThrow(/no such folder/);
  });
});

test('an error about a folder names what is near, and is read in a breath', () => {
  for (const files of [
    { ...featureFolder, triples_2: undefined },
    { rel_triples_1: 'a\tr\tb\n' },
    { 'only.ttl': '' },
  ]) {
    try {
      read(files);
      expect.unreachable();
    } catch (error) {
      const { what, remedy } = error as InputError;
      expect(`${what}. ${remedy}`.length).toBeLessThan(400);
    }
  }
});
