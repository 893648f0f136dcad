import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DataError, InputError, PsqeError } from '../../../src/base/index.js';
import { openTask } from '../../../src/features/index.js';
import { dataFolder, readFolder } from '../../../src/read/index.js';
import { dbp15kFolder, type Files, folderOf } from '../folders.js';

const pickles = JSON.parse(readFileSync(join(import.meta.dirname, '../../oracle/pickles/figures.json'), 'utf8'));
/** {7: [1, -2.5, 0.1], 1000: [0, 0, 0], 70000: [3, 4, 65504]} */
const vectors = Buffer.from(pickles['numpy 2: vectors, protocol 4'], 'base64');
const numbered: Files = {
  ent_ids_1: '7\thttp://l.example/a\n8\thttp://l.example/b\n',
  ent_ids_2: '1000\thttp://r.example/a\n70000\thttp://r.example/b\n',
  triples_1: '7\t0\t8\n8\t1\t7\n',
  triples_2: '1000\t5\t70000\n70000\t6\t1000\n',
};
const whole: Files = {
  ...numbered,
  rel_ids_1: '0\thttp://e/near\n1\thttp://e/far\n',
  rel_ids_2: '5\thttp://e/far\n6\thttp://e/above',
  training_attrs_1:
    'http://l.example/a\thttp://e/size\thttp://e/colour\n8\thttp://e/size\nhttp://l.example/x\thttp://e/size\n',
  training_attrs_2: 'http://r.example/b\thttp://e/size\n',
  ref_ent_ids: '7\t1000\n8\t70000',
  sup_ent_ids: '7\t1000\n',
  'some_id_img_feature_dict.pkl': vectors,
  all_attrs_range: 'x',
};
const read = (files: Files) => readFolder(folderOf(files), { seed: 1 });

describe('a folder with everything', () => {
  const { task, truth, notes } = read(whole);
  const said = notes.join('\n');

  test('relations of equal names are one', () => {
    expect(task.left.relationCount).toBe(3);
    const far = [...task.left.triples.relation].filter((r) => [...task.right.triples.relation].includes(r));
    expect(far).toHaveLength(1);
    expect(said).toMatch(/1 of 2 and 2 relations have equal names/);
  });

  test('attributes by label or id, without values', () => {
    const { entity, attribute, attributes } = task.left.literals!;
    expect([...entity].map((row, i) => `${task.left.ids[row]} ${attributes[attribute[i]!]}`)).toEqual([
      '7 http://e/size',
      '7 http://e/colour',
      '8 http://e/size',
    ]);
    expect(said).toMatch(
      /training_attrs_1: 1 lines are of entities that the graph does not have.*attrs_1:3 \(http:\/\/l\.example\/x\)/,
    );
  });

  test('pictures from a pickle; who has none is unknown', () => {
    const { values, known } = task.left.features.get('image')!;
    const row = task.left.row('7')!;
    expect([...values.data.subarray(row * 3, row * 3 + 3)]).toEqual([1, -2.5, Math.fround(0.1)]);
    expect([known[row], known[task.left.row('8')!]]).toEqual([1, 0]);
    expect(task.modalities).toContainEqual({ name: 'image', comparable: true });
    expect(said).toMatch(/dict\.pkl: pictures of 2 of 4 entities, 3 numbers each/);
  });

  test('links of all files, each once; what is not used is said', () => {
    expect(truth!.links.left).toHaveLength(2);
    expect(said).not.toMatch(/left out.*ent_ids:/);
    expect(said).toMatch(/not used: all_attrs_range/);
  });
});

test('links by labels, as JAPE writes them', () => {
  const { truth } = read({
    ...numbered,
    ref_pairs: 'http://l.example/a\thttp://r.example/b\n',
    sup_pairs: '8\t1000\n',
  });
  expect(truth!.links.left).toHaveLength(2);
});

describe('bad files', () => {
  const bad: [string, Files, typeof InputError | typeof DataError, RegExp][] = [
    ['a relation named twice', { rel_ids_1: '0\ta\n0\tb\n' }, InputError, /rel_ids_1:2: relation 0 is named twice/],
    ['a relation without a name', { rel_ids_2: '5\n' }, InputError, /rel_ids_2:1: malformed line/],
    [
      'a pickle that calls',
      { 'some_id_img_feature_dict.pkl': 'cos\nsystem\n.' },
      InputError,
      /names the Python object "os/,
    ],
    [
      'a pickle of other ids',
      { ent_ids_2: '1\ta\n2\tb\n', triples_2: '1\t5\t2\n' },
      DataError,
      /no entity of graph 2 has/,
    ],
    ['an id in two pickles', { 'more_img.pkl': vectors }, InputError, /id 7 is in another file, too/],
    ['Latin-1', { training_attrs_1: Buffer.from('é\tb\n', 'latin1') }, InputError, /training_attrs_1:1: is not UTF-8/],
  ];
  test.each(bad)('%s', (_, files, kind, message) => {
    const run = () => read({ ...whole, ...files });
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
  });

  test('links that are none stop nothing', () => {
    const { truth, notes } = read({ ...whole, sup_ent_ids: 'x', ref_ent_ids: '' });
    expect(truth).toBeUndefined();
    expect(notes.join('\n')).toMatch(/links are left out/);
  });

  test.each(['rel_ids_1', 'training_attrs_1', 'ref_ent_ids', 'ent_ids_1', 'triples_1'])(
    '%s cut at every byte',
    (name) => {
      const bytes = Buffer.from(whole[name]!);
      for (let length = 0; length < bytes.length; length++)
        try {
          read({ ...whole, [name]: bytes.subarray(0, length) });
        } catch (error) {
          if (!(error instanceof PsqeError)) throw error;
          expect(error.where).toBeTruthy();
          expect(error.remedy).toBeTruthy();
        }
    },
  );
});

test('attributes without values become bags, comparable where some are of the same name', () => {
  const { task } = openTask(folderOf(whole));
  expect(task.modalities).toContainEqual({ name: 'attribute', comparable: true });
  // size and colour: two columns.
  expect(task.left.features.get('attribute')!.values.cols).toBe(2);
  const apart = openTask(folderOf({ ...whole, training_attrs_2: '70000\thttp://e/weight\n' })).task;
  expect(apart.modalities).toContainEqual({ name: 'attribute', comparable: false });
});

test('without names of relations, equal numbers are equal relations, as before', () => {
  expect(read(dbp15kFolder).task.left.relationCount).toBe(4);
  expect(read({ ...dbp15kFolder, triples_2: '4\t1\t5\n5\t7\t6\n' }).task.left.relationCount).toBe(3);
});

describe('real folders', () => {
  const at = (skip: (why: string) => void, ...names: string[]) => {
    const dir = dataFolder(...names);
    if (!existsSync(dir)) skip(`no ${dir}: set PSQE_DATA to the folder that holds ${names[0]}`);
    return readFolder(dir, { seed: 1 });
  };

  test('SRPRS: links given twice, no final newline', ({ skip }) => {
    const { task, truth, notes } = at(skip, 'srprs', 'en_fr');
    expect([task.left.entityCount, task.right.entityCount, truth!.links.left.length]).toEqual([15000, 15000, 15000]);
    expect(task.left.names!.every((name) => name !== '')).toBe(true);
    expect(notes.join('\n')).toMatch(/102 of 221 and 177 relations have equal names/);
    expect(new Set(task.right.literals!.entity).size).toBeGreaterThan(9000);
    expect(notes.join('\n')).not.toMatch(/left out|not used/);
  });

  test('DBP15K', ({ skip }) => {
    const { task, truth } = at(skip, 'dbp15k', 'fr_en');
    expect(truth!.links.left).toHaveLength(15000);
    expect(task.left.names).toBeDefined();
  });
});
