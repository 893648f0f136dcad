import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PsqeError } from '../../../src/base/index.js';
import { openTask } from '../../../src/features/index.js';
import { dataFolder, readFold, readFolder } from '../../../src/read/index.js';
import { type Files, folderOf } from '../folders.js';

const small: Files = {
  rel_triples_1: '_:a\t<http://e/near>\t_:b\n_:b\t<http://e/near>\t_:c\n',
  rel_triples_2: 'http://r/a\thttp://e/near\thttp://r/b\nhttp://r/b\thttp://e/far\thttp://r/c\n',
  attr_triples_1:
    '_:a\t<http://schema.org/name>\t"The \\"A\\""@en\n_:a\t<http://e/size>\t"1"^^<http://www.w3.org/2001/XMLSchema#int>\n_:d\t<http://e/note>\tone\ttwo\n_:d\t<http://e/note>\t\n',
  attr_triples_2: 'http://r/a\thttp://www.w3.org/2000/01/rdf-schema#label\tThe A\nhttp://r/a\thttp://e/size\t1\n',
  ent_links: '_:a\thttp://r/a\n_:a\thttp://r/a\n_:b\t<http://r/b>\n_:c\thttp://r/b\n_:x\thttp://r/c',
  '721_5fold/1/train_links': '_:b\thttp://r/b\n_:b\thttp://r/b\n',
  '721_5fold/1/test_links': '_:a\thttp://r/a\n',
  readme: 'x',
  other: 'x',
};

describe('a small folder', () => {
  const { task, truth, notes } = readFolder(folderOf(small), { seed: 1 });

  test('relations of equal names are one, brackets or not; whoever has attributes is an entity', () => {
    expect([...task.left.ids].sort()).toEqual(['_:a', '_:b', '_:c', '_:d']);
    expect(task.left.relationCount).toBe(2);
    expect(notes.join('\n')).toMatch(/1 of 1 and 2 relations have equal names/);
  });

  test('values: quotation marks, escapes, languages, datatypes, tabs', () => {
    const { literals, ids, names } = task.left;
    const rows = literals!.values.map((value, i) => [
      ids[literals!.entity[i]!],
      literals!.attributes[literals!.attribute[i]!],
      value,
      literals!.datatypes?.[i],
    ]);
    expect(rows).toEqual([
      ['_:a', 'http://e/size', '1', 'http://www.w3.org/2001/XMLSchema#int'],
      ['_:d', 'http://e/note', 'one two', undefined],
    ]);
    expect(names![task.left.row('_:a')!]).toBe('The "A"');
    expect(notes.join('\n')).toMatch(/attr_triples_1: 1 lines have no value/);
  });

  test('links given twice are one; unknown and repeated ends are left out, and said; so are files not used', () => {
    const ends = [...truth!.links.left].map((l, i) => [task.left.ids[l], task.right.ids[truth!.links.right[i]!]]);
    expect(ends).toEqual([
      ['_:a', 'http://r/a'],
      ['_:b', 'http://r/b'],
    ]);
    const said = notes.join('\n');
    expect(said).toMatch(/1 of 5 links have an unknown end.*ent_links:5/);
    expect(said).toMatch(/1 of 5 links have an end that is linked already.*ent_links:4/);
    expect(said).toMatch(/folds in 721_5fold/);
    expect(said).toMatch(/not used: other$/m);
  });

  test('a fold', () => {
    const dir = folderOf(small);
    const { train, valid, test: rest } = readFold(join(dir, '721_5fold', '1'), task);
    expect([...train.left].map((row) => task.left.ids[row])).toEqual(['_:b']);
    expect(valid).toBeUndefined();
    expect(rest!.left).toHaveLength(1);
    expect(() => readFold(join(dir, '721_5fold'), task)).toThrow(/train_links: no such file/);
  });
});

describe('bad files', () => {
  const bad: [string, Files, RegExp][] = [
    ['one triples file alone', { rel_triples_2: undefined }, /not OpenEA, it lacks rel_triples_2/],
    ['a triple of two', { rel_triples_1: 'a\tb\tc\na\tb\n' }, /rel_triples_1:2: malformed line/],
    ['an attribute of nothing', { attr_triples_2: 'x\n' }, /attr_triples_2:1: malformed line.*attribute, value/],
    ['Latin-1', { attr_triples_1: Buffer.from('a\tb\té\n', 'latin1') }, /attr_triples_1:1: is not UTF-8/],
  ];
  test.each(bad)('%s', (_, files, message) => {
    expect(() => readFolder(folderOf({ ...small, ...files }), { seed: 1 })).toThrow(message);
  });

  test('links that are none stop nothing', () => {
    const { truth, notes } = readFolder(folderOf({ ...small, ent_links: 'x\n' }), { seed: 1 });
    expect(truth).toBeUndefined();
    expect(notes.join('\n')).toMatch(/links are left out/);
  });

  test.each(Object.keys(small).filter((name) => /triples|ent_links/.test(name)))('%s cut at every byte', (name) => {
    const whole = Buffer.from(small[name]!);
    for (let length = 0; length < whole.length; length++)
      try {
        readFolder(folderOf({ ...small, [name]: whole.subarray(0, length) }), { seed: 1 });
      } catch (error) {
        if (!(error instanceof PsqeError)) throw error;
        expect(error.where).toBeTruthy();
        expect(error.remedy).toBeTruthy();
      }
  });
});

test('the books of BEAM', ({ skip }) => {
  const dir = dataFolder('openea-books');
  if (!existsSync(dir)) skip(`no ${dir}: set PSQE_DATA to the folder that holds openea-books`);
  const { task, truth, notes } = openTask(dir);
  expect([task.left.entityCount, task.right.entityCount]).toEqual([71, 624]);
  // 41 links, each twice; three of them share their right end with another.
  expect(truth!.links.left).toHaveLength(38);
  expect(notes.join('\n')).toMatch(/6 of 82 links have an end that is linked already/);
  expect(task.left.names!.filter((name) => name !== '').length).toBeGreaterThan(35);
  const { train, valid, test: rest } = readFold(join(dir, '271_5fold', '1'), task);
  expect(train.left.length + valid!.left.length + rest!.left.length).toBeGreaterThan(38);
});
