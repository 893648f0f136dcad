import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError, type PsqeError } from '../../src/base/index.js';
import { readFolder, readLinks, readSeeds, readTestLinks } from '../../src/read/index.js';
import { rawLinks } from '../../src/read/links/read-links.js';
import { featureFolder, folderOf } from './folders.js';

const { task } = readFolder(folderOf(featureFolder), { seed: 1 });
const file = (name: string, text: string | Uint8Array) => join(folderOf({ [name]: text }), name);
const ids = ({ left, right }: { left: Int32Array; right: Int32Array }) =>
  Array.from(left, (l, i) => [task.left.ids[l], task.right.ids[right[i]!]]);

const cell = (a: string, b: string, relation = '=', measure = '0.5') =>
  `<map><Cell><entity1 rdf:resource="${a}"/><entity2 rdf:resource='${b}'/><relation>${relation}</relation>
  <measure rdf:datatype="http://www.w3.org/2001/XMLSchema#float">${measure}</measure></Cell></map>`;
const oaei = (...cells: string[]) => `<?xml version="1.0" encoding="utf-8"?>
<!-- made by hand -->
<rdf:RDF xmlns="http://knowledgeweb.semanticweb.org/heterogeneity/alignment"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><Alignment><xml>yes</xml><level>0</level>
${cells.join('\n')}
</Alignment></rdf:RDF>`;
const sssom = `#mapping_set_id: https://example.org/set
#curie_map:
#  a: http://a.example/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence
0\tskos:exactMatch\t4\tsemapv:ManualMappingCuration\t0.9
2\tskos:broadMatch\t7\tsemapv:ManualMappingCuration\t0.9
1\thttp://www.w3.org/2002/07/owl#sameAs\t5\tsemapv:ManualMappingCuration\t0.4
`;

const formats: [string, string, string][] = [
  ['bare lines between tabs', 'links.tsv', '0\t4\t0.9\n1\t5\t0.4\n'],
  ['bare lines, a file without ending', 'links', '0\t4\t0.9\r\n1\t5\t0.4\r\n'],
  ['TSV with names', 'links.tsv', 'left\tright\tscore\n0\t4\t0.9\n1\t5\t0.4\n'],
  ['CSV', 'links.csv', '0,4,0.9\n1,5,0.4\n'],
  ['CSV with names, other columns, semicolons', 'x.csv', 'target;note;source;confidence\n4;"a; b";0;0.9\n5;;1;0.4\n'],
  ['JSON Lines', 'x.jsonl', '{"left_id": 0, "right_id": 4, "score": 0.9}\n{"left_id":1,"right_id":"5","score":0.4}\n'],
  ['JSON', 'x.json', '[["0","4",0.9],["1","5",0.4]]'],
  ['SSSOM', 'x.sssom.tsv', sssom],
  ['OAEI', 'x.rdf', oaei(cell('0', '4', '=', '0.9'), cell('2', '7', '&lt;'), cell('1', '5', '=', '0.4'))],
];

describe.each(formats)('%s', (_, name, text) => {
  test('links and scores', () => {
    const path = file(name, text);
    expect(ids(readLinks(path, task))).toEqual([
      ['0', '4'],
      ['1', '5'],
    ]);
    expect(Array.from(readSeeds(path, task).score)).toEqual([0.9, 0.4].map(Math.fround));
    expect(ids(readTestLinks(path, task).links!)).toHaveLength(2);
  });

  test('cut at any byte, or with other bytes in it: pairs of the file, or an error that names it', () => {
    const bytes = Buffer.from(text);
    const read = (part: Uint8Array) => {
      try {
        const { left, right } = rawLinks(part, name);
        for (const id of [...left, ...right]) expect(id.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as PsqeError).where).toContain(name);
        expect((error as PsqeError).remedy).toBeTruthy();
      }
    };
    for (let length = 0; length <= bytes.length; length++) read(bytes.subarray(0, length));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 3 }), (at, other) => {
        const mutant = Buffer.from(bytes);
        mutant.set(other.subarray(0, bytes.length - at), at);
        read(mutant);
      }),
      { numRuns: 300 },
    );
  });
});

describe("SSSOM's curie_map", () => {
  const graph = (side: string, ids: readonly string[]) =>
    `id,label\n${ids.map((id) => `${id},${side} ${id}`).join('\n')}\n`;
  const named = readFolder(
    folderOf({
      'left.csv': graph('l', ['http://purl.obolibrary.org/obo/HP_1', 'HP:2', 'http://purl.obolibrary.org/obo/HP_2']),
      'right.csv': graph('r', ['http://mp.example/1', 'MP:2', 'http://mp.example/3']),
    }),
    { seed: 1 },
  ).task;
  const rows = 'subject_id\tpredicate_id\tobject_id\nHP:1\tskos:exactMatch\tMP:1\nHP:2\tskos:exactMatch\tMP:2\n';
  const pairs = ({ left, right }: { left: Int32Array; right: Int32Array }) =>
    Array.from(left, (l, i) => [named.left.ids[l], named.right.ids[right[i]!]]);

  test.each([
    ['indented under a hash', '#curie_map:\n#  HP: http://purl.obolibrary.org/obo/HP_\n#  MP: "http://mp.example/"\n'],
    [
      'a blank behind the hash',
      "# curie_map:\n#   HP: 'http://purl.obolibrary.org/obo/HP_'\n#   MP: http://mp.example/\n",
    ],
    ['in one line', '#curie_map: {HP: "http://purl.obolibrary.org/obo/HP_", MP: "http://mp.example/"}\n'],
  ])('%s: a CURIE is the entity of that id, else that of the IRI', (_, head) => {
    expect(pairs(readLinks(file('x.sssom.tsv', head + rows), named))).toEqual([
      ['http://purl.obolibrary.org/obo/HP_1', 'http://mp.example/1'],
      ['HP:2', 'MP:2'],
    ]);
    expect(pairs(readTestLinks(file('x.sssom.tsv', head + rows), named).links!)).toHaveLength(2);
  });

  test('a head that is no YAML is said, and the ids are taken as they stand', () => {
    const { links, notes } = readTestLinks(file('x.sssom.tsv', `#curie_map: {\n${rows}`), named);
    expect(pairs(links!)).toEqual([['HP:2', 'MP:2']]);
    expect(notes.join('\n')).toMatch(/x\.sssom\.tsv: its head is no YAML/);
  });
});

test('mappings that say something else than the same are counted', () => {
  expect(readTestLinks(file('x.tsv', sssom), task).notes.join('\n')).toMatch(
    /1 mappings say something else than "the same"/,
  );
  const other = file('x.xml', oaei(cell('0', '4'), cell('2', '7', '&lt;')));
  expect(readTestLinks(other, task).notes.join('\n')).toMatch(/1 cells have another relation than "="/);
});

test('lines keep their numbers below comments and in XML', () => {
  expect(() => readLinks(file('x.tsv', sssom.replace('1\thttp', '9\thttp')), task)).toThrow(/x\.tsv:7: .* entity 9/);
  expect(() => readLinks(file('x.rdf', oaei(cell('0', '4'), cell('9', '5'))), task)).toThrow(/x\.rdf:8: .* entity 9/);
});

describe('bad links', () => {
  test.each<[string, string, string, RegExp]>([
    ['XML that is none', 'x.xml', '<a><b></a>', /x\.xml:1: is malformed/],
    ['XML of another kind', 'x.xml', '<a/>', /x\.xml: holds no <Alignment>/],
    ['a cell without ends', 'x.xml', oaei('<Cell><entity1 rdf:resource="0"/></Cell>'), /x\.xml:5: a cell has no two/],
    [
      'columns of other things',
      'x.csv',
      'id,name\n1,a\n',
      /x\.csv: cannot tell what it holds.*"left", "right" for links/,
    ],
    ['no right end', 'x.csv', 'left,right\n1,\n', /x\.csv:2: a link has two ends/],
    ['one column', 'x.csv', '1\n2\n', /x\.csv:1: /],
  ])('%s', (_, name, text, message) => {
    expect(() => readLinks(file(name, text), task)).toThrow(InputError);
    expect(() => readLinks(file(name, text), task)).toThrow(message);
  });

  test('those for evaluation stop nothing: what is left out is said', () => {
    const { links, notes } = readTestLinks(file('x.tsv', '0\t4\n9\t5\n1\t4\n'), task);
    expect(ids(links!)).toEqual([['0', '4']]);
    expect(notes).toHaveLength(2);
    for (const odd of ['', '\n', 'left,right\n', '<a>', 'a b c']) {
      const read = readTestLinks(file('x.tsv', odd), task);
      expect([read.links, read.notes.length > 0]).toEqual([undefined, true]);
    }
    expect(() => readTestLinks('/no/file', task)).toThrow(/no such file/);
  });
});
