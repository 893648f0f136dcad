import { describe, expect, test } from 'vitest';
import { PsqeError } from '../../../src/base/index.js';
import { readFolder } from '../../../src/read/index.js';
import { type Files, folderOf } from '../folders.js';

// What the Python line of the HDF5 note made of three pictures of four numbers each (h5py 3.16, numpy 2.4.6).
const pictures = Buffer.from(
  'gASVIAEAAAAAAAB9lCiMCkZCSU1HMDAwMDCUjBZudW1weS5fY29yZS5tdWx0aWFycmF5lIwMX3JlY29uc3RydWN0lJOUjAVudW1weZSMB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwFLBIWUaAWMBWR0eXBllJOUjAJmNJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiiUMQAAAAPwAAAD8AAAA/AAAAP5R0lGKMCkZCSU1HMDAwMDGUaARoB0sAhZRoCYeUUpQoSwFLBIWUaBGJQxAAAMA/AADAPwAAwD8AAMA/lHSUYowKRkJJTUcwMDAwMpRoBGgHSwCFlGgJh5RSlChLAUsEhZRoEYlDEAAAIEAAACBAAAAgQAAAIECUdJRidS4=',
  'base64',
);
const resource = '<http://dbpedia.org/resource';
const files: Files = {
  'DB15K_EntityTriples.txt': `${resource}/Berlin> <http://dbpedia.org/ontology/country> ${resource}/Germany> .\n${resource}/Kiel> <http://dbpedia.org/ontology/country> ${resource}/Germany> .\n`,
  'DB15K_NumericalTriples.txt': `${resource}/Kiel> <http://dbpedia.org/ontology/populationTotal> "247000"^^<http://www.w3.org/2001/XMLSchema#integer> .\n`,
  'DB15K_SameAsLink.txt': `/m/0156q <SameAs> ${resource}/Berlin> .\n/m/0345h <SameAs> ${resource}/Germany> .\n/m/0gone <SameAs> ${resource}/Gone> .\n`,
  'DB15K_ImageData.pkl': pictures,
  'DB15K_ImageIndex.txt': `${resource}/Berlin>\tFBIMG00002\n${resource}/Kiel>\tFBIMG00001\n`,
  'FB15K_EntityTriples.txt': '/m/0156q /location/country /m/0345h\n/m/0kiel\t/location/country\t/m/0345h\n',
  'FB15K_NumericalTriples.txt': '/m/0156q\t<http://rdf.freebase.com/ns/location.location.area>\t891.8\n',
  'FB15K_ImageData.pkl': pictures,
  'FB15K_ImageIndex.txt': '/m/0156q\tFBIMG00000\n/m/0345h\tFBIMG00009\n',
};

describe('two graphs in a folder', () => {
  const { task, truth, notes } = readFolder(folderOf({ ...files, 'DB15K_ImageLink.txt': 'x' }), { seed: 1 });

  test('triples, numbers, links', () => {
    expect([...task.left.ids].sort()).toEqual(
      ['Berlin', 'Germany', 'Kiel'].map((n) => `http://dbpedia.org/resource/${n}`),
    );
    expect([...task.right.ids].sort()).toEqual(['/m/0156q', '/m/0345h', '/m/0kiel']);
    expect(task.left.literals).toMatchObject({ values: ['247000'] });
    expect(task.right.literals).toMatchObject({
      values: ['891.8'],
      attributes: ['http://rdf.freebase.com/ns/location.location.area'],
    });
    const ends = [...truth!.links.left].map((l, i) => [task.left.ids[l], task.right.ids[truth!.links.right[i]!]]);
    expect(ends).toEqual([
      ['http://dbpedia.org/resource/Berlin', '/m/0156q'],
      ['http://dbpedia.org/resource/Germany', '/m/0345h'],
    ]);
    expect(notes.join('\n')).toMatch(/1 of 3 links have an unknown end.*SameAsLink\.txt:3/);
    expect(notes.join('\n')).toMatch(/not used: DB15K_ImageLink\.txt/);
  });

  test('vectors of pictures by way of the index', () => {
    const { values, known } = task.left.features.get('image')!;
    const row = (id: string) => {
      const at = task.left.row(`http://dbpedia.org/resource/${id}`)!;
      return known[at] ? [...values.data.subarray(at * 4, at * 4 + 4)] : undefined;
    };
    expect([row('Berlin'), row('Kiel'), row('Germany')]).toEqual([
      [2.5, 2.5, 2.5, 2.5],
      [1.5, 1.5, 1.5, 1.5],
      undefined,
    ]);
    expect(notes.join('\n')).toMatch(/FB15K_ImageData\.pkl: 2 of 3 entities have no picture/);
  });
});

test('each graph from a folder of its own, links from either', () => {
  const of = (graph: string) => Object.fromEntries(Object.entries(files).filter(([name]) => name.startsWith(graph)));
  const { task, truth } = readFolder([folderOf(of('FB15K')), folderOf(of('DB15K'))], { seed: 1 });
  expect(task.left.row('/m/0156q')).toBeDefined();
  expect(truth!.links.left).toHaveLength(2);
});

test('HDF5 is not read, and it is said what to do', () => {
  const { 'FB15K_ImageData.pkl': _, 'DB15K_ImageData.pkl': __, ...rest } = files;
  const { notes } = readFolder(folderOf({ ...rest, 'FB15K_ImageData.h5': 'x' }), { seed: 1 });
  expect(notes.join('\n')).toMatch(
    /FB15K_ImageData\.h5: HDF5 is not read; make a pickle of it: python -c "import h5py/,
  );
});

describe('bad files', () => {
  const bad: [string, Files, RegExp][] = [
    ['two terms', { 'FB15K_EntityTriples.txt': '/m/a /r /m/b\n/m/a /r\n' }, /FB15K_EntityTriples\.txt:2: malformed/],
    ['an IRI without an end', { 'FB15K_EntityTriples.txt': '<http://x /r /m/b\n' }, /EntityTriples\.txt:1: malformed/],
    [
      'three columns of an index',
      { 'FB15K_ImageIndex.txt': 'a b c\n' },
      /ImageIndex\.txt:1: .*an entity and a picture/,
    ],
    [
      'a pickle of something else',
      { 'FB15K_ImageData.pkl': 'cos\nsystem\n.' },
      /ImageData\.pkl, byte 0: names.*os\.system/,
    ],
    [
      'Latin-1',
      { 'FB15K_EntityTriples.txt': Buffer.from('/m/é /r /m/b\n', 'latin1') },
      /EntityTriples\.txt:1: is not UTF-8/,
    ],
  ];
  test.each(bad)('%s', (_, more, message) => {
    expect(() => readFolder(folderOf({ ...files, ...more }), { seed: 1 })).toThrow(message);
  });

  test.each(Object.keys(files).filter((name) => !name.startsWith('DB15K_Image')))('%s cut at every byte', (name) => {
    const whole = Buffer.from(files[name]!);
    for (let length = 0; length < whole.length; length++)
      try {
        readFolder(folderOf({ ...files, [name]: whole.subarray(0, length) }), { seed: 1 });
      } catch (error) {
        if (!(error instanceof PsqeError)) throw error;
        expect(error.where).toBeTruthy();
        expect(error.remedy).toBeTruthy();
      }
  });
});
