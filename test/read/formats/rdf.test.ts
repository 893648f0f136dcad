import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError, PsqeError } from '../../../src/base/index.js';
import { formatOf } from '../../../src/read/formats/format.js';
import { formats, graphFormats } from '../../../src/read/formats/index.js';
import { readFolder } from '../../../src/read/index.js';
import type { RawGraph } from '../../../src/read/raw.js';
import { folderSource, graphSource } from '../../../src/read/source.js';
import { type Files, folderOf } from '../folders.js';

const turtle = `@prefix : <http://left.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:berlin a :City ; rdfs:label "Berlin"@de, "Berlin"@en ; :in :germany ; :people 3700000 ; :motto "arm, aber sexy"@de .
:germany a :Country ; rdfs:label "Deutschland"@de, "Germany"@en-GB ; owl:sameAs <http://right.example/de> .
:vienna :in _:somewhere ; rdfs:label "Wien"@de .
_:somewhere :near [ :near :berlin ] .
`;
const triples = `<http://right.example/b> <http://left.example/in> <http://right.example/de> .
<http://right.example/b> <http://www.w3.org/2004/02/skos/core#prefLabel> "Berlin"@en .
<http://right.example/b> <http://xmlns.com/foaf/0.1/name> "Berlin, Germany"@en .
<http://right.example/de> <http://schema.org/name> "Germany"@en .
<http://right.example/de> <http://schema.org/name> "Allemagne"@fr .
<http://right.example/x> <http://left.example/in> <http://right.example/de> .
<http://right.example/x> <http://left.example/height> "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<http://left.example/berlin> <http://www.w3.org/2002/07/owl#sameAs> <http://right.example/b> .
<http://right.example/x> <http://www.w3.org/2002/07/owl#sameAs> <http://elsewhere.example/x> .
`;
const pair: Files = { 'left.ttl': turtle, 'right.nt': triples };

const raw = (files: Files, name = Object.keys(files)[0]!): RawGraph => {
  const source = graphSource(join(folderOf(files), name));
  return formatOf(source, graphFormats).read(source);
};
const readPair = (files: Files, language?: string) => {
  const source = folderSource(folderOf(files));
  return formatOf(source, formats).read(source, { language });
};
const spelled = ({ ids, relations, triples: { head, relation, tail } }: RawGraph) =>
  [...head].map((h, t) => [ids[h], relations[relation[t]!], ids[tail[t]!]]);

/** The statements of `triples` as RDF/XML, with an entity, a base and a nested node. */
const xml = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rdf:RDF [ <!ENTITY left "http://left.example/"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:s="http://schema.org/"
    xmlns:l="http://left.example/" xml:base="http://right.example/">
  <rdf:Description rdf:about="b">
    <l:in rdf:resource="de"/>
    <skos:prefLabel xml:lang="en">Berlin</skos:prefLabel>
    <foaf:name xml:lang="en">Berlin, Germany</foaf:name>
  </rdf:Description>
  <rdf:Description rdf:about="de"><s:name xml:lang="en">Germany</s:name><s:name xml:lang="fr">Allemagne</s:name></rdf:Description>
  <rdf:Description rdf:about="x">
    <l:in rdf:resource="de"/>
    <l:height rdf:datatype="http://www.w3.org/2001/XMLSchema#decimal">1.5</l:height>
  </rdf:Description>
  <rdf:Description rdf:about="&left;berlin"><owl:sameAs rdf:resource="b"/></rdf:Description>
  <rdf:Description rdf:about="x"><owl:sameAs rdf:resource="http://elsewhere.example/x"/></rdf:Description>
</rdf:RDF>
`;

describe('RDF/XML', () => {
  test('is the same graph as N-Triples, packed too', () => {
    const { name: _, links, notes: __, ...graph } = raw({ 'x.nt': triples });
    for (const file of [{ 'x.rdf': xml }, { 'x.owl': xml }, { 'x.rdf.gz': gzipSync(xml) }]) {
      const { name: _, links: own, notes: __, ...same } = raw(file);
      expect(same).toEqual(graph);
      expect([own?.left, own?.right]).toEqual([links?.left, links?.right]);
    }
  });

  test('relative IRIs without a base are told from the name of the file', () => {
    const plain = xml.replace(/ xml:base="[^"]*"/, '');
    expect(raw({ 'my data.rdf': plain }).ids.slice(0, 2)).toEqual(['file:///b', 'file:///de']);
    expect(raw({ 'my data.rdf': plain.replaceAll('"de"', '"#de"') }).ids).toContain('file:///my%20data.rdf#de');
  });

  test('cut anywhere it is refused, and a mistake is told with its line', () => {
    for (let length = 0; length < xml.trimEnd().length; length += 3)
      expect(() => raw({ 'x.rdf': xml.slice(0, length) }), `${length}`).toThrow(InputError);
    expect(() => raw({ 'x.rdf': xml.replace('&left;', '&right;') })).toThrow(
      /x\.rdf:16: is no RDF\/XML: undefined entity/,
    );
    expect(() => raw({ 'x.rdf': xml.replace('</s:name>', '</s:n>') })).toThrow(/x\.rdf:11: is no RDF\/XML/);
    expect(() => raw({ 'x.rdf': '<a/>' })).toThrow(InputError);
  });

  test('entities that stand for more than memory are refused before they are put in', () => {
    const long = xml.replace('http://left.example/">', `${'x'.repeat(20_000)}">`);
    const many = long.replace('Berlin, Germany', '&left;'.repeat(4000));
    expect(() => raw({ 'x.rdf': many })).toThrow(/x\.rdf: its entities stand for more than 64 MiB of text/);
    const nested = xml.replace('[ <', '[ <!ENTITY a "&left;&left;"> <');
    // An entity within an entity is a text: nothing grows.
    expect(raw({ 'x.rdf': nested.replace('Berlin, Germany', '&a;') }).labelled!.text).toContain('&left;&left;');
  });

  test('links in it are links, an alignment of the OAEI as well', () => {
    const files = { 'left.ttl': turtle, 'right.nt': triples.replaceAll(/.*sameAs.*\n/g, ''), 'links.rdf': xml };
    const { links, notes } = readPair(files);
    expect(notes.join('\n')).toMatch(/links\.rdf: 7 statements say no link/);
    expect(links?.left).toHaveLength(1);
  });
});

describe('one graph', () => {
  test('IRIs, classes and blank nodes are entities; owl:sameAs is neither edge nor relation', () => {
    const left = 'http://left.example/';
    const type = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
    expect(spelled(raw(pair))).toEqual([
      [`${left}berlin`, type, `${left}City`],
      [`${left}berlin`, `${left}in`, `${left}germany`],
      [`${left}germany`, type, `${left}Country`],
      [`${left}vienna`, `${left}in`, '_:somewhere'],
      ['_:[1]', `${left}near`, `${left}berlin`],
      ['_:somewhere', `${left}near`, '_:[1]'],
    ]);
    expect(raw(pair).links).toMatchObject({ left: [`${left}germany`], right: ['http://right.example/de'] });
  });

  test('literals with language and datatype are attributes', () => {
    const { literals, ids } = raw(pair);
    const rows = literals!.values.map((value, i) => [
      ids[literals!.entity[i]!]!.replace(/.*\//, ''),
      literals!.attributes[literals!.attribute[i]!]!.replace(/.*\//, ''),
      value,
      literals!.languages?.[i],
      literals!.datatypes?.[i]?.replace(/.*#/, ''),
    ]);
    expect(rows).toEqual([
      ['berlin', 'people', '3700000', undefined, 'integer'],
      ['berlin', 'motto', 'arm, aber sexy', 'de', undefined],
    ]);
  });

  test('the same graph in four formats, packed too', () => {
    const expected = raw({ 'x.nt': triples });
    const statements = triples.trim().split('\n');
    const quads = statements.map((line, i) => line.replace(/\.$/, `<http://graph.example/${i % 2}> .`)).join('\n');
    const trig = `{ ${statements.slice(0, 4).join('\n')} }\n<http://g.example/1> { ${statements.slice(4).join('\n')} }`;
    for (const [name, content] of Object.entries({ 'x.ttl': triples, 'x.nq': quads, 'x.trig': trig })) {
      const { notes, name: _, links, ...graph } = raw({ [name]: content });
      expect({ ...expected, ...graph }).toEqual(expected);
      expect(links!.right).toEqual(expected.links!.right);
      expect(notes).toEqual(name === 'x.nq' ? [expect.stringMatching(/x\.nq: 2 named graphs are taken as one/)] : []);
    }
    const { links: _, name: __, ...packed } = raw({ 'x.NT.GZ': undefined, 'x.nt.gz': gzipSync(triples) }, 'x.nt.gz');
    expect({ ...expected, ...packed }).toEqual(expected);
  });

  test('nameless nodes meet no named ones, whatever was read before', () => {
    const text = '<http://e/x> <http://e/p> [ <http://e/q> "nameless" ] . _:n3-0 <http://e/q> "named" .';
    expect(raw({ 'a.ttl': text }).ids).toEqual(raw({ 'a.ttl': text }).ids);
    expect(raw({ 'a.ttl': text }).ids).toHaveLength(3);
  });

  test('files of a folder are one graph; their blank nodes stay apart', () => {
    const dir = folderOf({ 'a.nt': '_:x <http://e/p> <http://e/y> .', 'b.nt': '_:x <http://e/p> <http://e/y> .' });
    expect(formatOf(graphSource(dir), graphFormats).read(graphSource(dir)).ids).toEqual([
      '_:1:x',
      'http://e/y',
      '_:2:x',
    ]);
  });

  test('a statement is one, however often it is given', () => {
    const graph = raw({
      'a.nq':
        '<http://e/a> <http://e/p> <http://e/b> <http://e/g1> .\n<http://e/a> <http://e/p> <http://e/b> <http://e/g2> .',
    });
    expect(spelled(graph)).toEqual([['http://e/a', 'http://e/p', 'http://e/b']]);
    expect(graph.notes!.join('\n')).toMatch(/a\.nq: 1 statements are there already, and count once/);
  });

  test('statements about statements are left out, and said', () => {
    const graph = raw({ 'a.ttl': '<http://e/a> <http://e/p> <http://e/b> {| <http://e/since> 1990 |} .' });
    expect(graph.notes).toEqual([expect.stringMatching(/a\.ttl: 1 statements about statements are left out/)]);
    expect(spelled(graph)).toEqual([['http://e/a', 'http://e/p', 'http://e/b']]);
  });
});

describe('two graphs', () => {
  const namesOf = (side: 'left' | 'right', language?: string, files = pair) => {
    const graph = readPair(files, language)[side];
    return Object.fromEntries(graph.ids.map((id, i) => [id.replace(/.*\//, ''), graph.names![i]]));
  };

  test('names are of the language that most entities of both have; the earlier property wins', () => {
    expect(namesOf('left')).toMatchObject({ berlin: 'Berlin', germany: 'Germany', vienna: 'Wien', City: '' });
    expect(namesOf('right')).toEqual({ b: 'Berlin', de: 'Germany', x: '' });
    expect(readPair(pair).notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/left\.ttl: 2 of 7 entities have a label of language "en"; there are others \(de\)$/),
        expect.stringMatching(/right\.nt: 2 of 3 entities have a label of language "en"; there are others \(fr\)$/),
      ]),
    );
  });

  test('the preferred language, where a graph has it', () => {
    expect(namesOf('left', 'de')).toMatchObject({ germany: 'Deutschland' });
    expect(namesOf('right', 'fr')).toEqual({ b: 'Berlin', de: 'Allemagne', x: '' });
    expect(readPair(pair, 'fr').notes.join('\n')).toMatch(/left\.ttl: .* "en", as it has none of language "fr"/);
  });

  test('no language in common: each its most frequent one', () => {
    const files = { ...pair, 'right.nt': triples.replaceAll('@en', '@it') };
    expect(namesOf('left', undefined, files)).toMatchObject({ germany: 'Deutschland' });
    expect(namesOf('right', undefined, files)).toMatchObject({ de: 'Germany' });
    expect(readPair(files).notes.join('\n')).toMatch(/left\.ttl: .* "de", as the graphs have none in common/);
  });

  test('labels that are not chosen are attributes', () => {
    const { literals } = readPair(pair).left;
    const at = literals!.values.indexOf('Deutschland');
    expect(literals!.attributes[literals!.attribute[at]!]).toBe('http://www.w3.org/2000/01/rdf-schema#label');
    expect(literals!.languages![at]).toBe('de');
    expect(literals!.values).not.toContain('Germany');
  });

  test('owl:sameAs of both files are links, in either direction; others are left out, and said', () => {
    const { truth, task, notes } = readFolder(folderOf(pair), { seed: 1 });
    const ends = [...truth!.links.left].map((l, i) => [task.left.ids[l], task.right.ids[truth!.links.right[i]!]]);
    expect(ends).toEqual([
      ['http://left.example/germany', 'http://right.example/de'],
      ['http://left.example/berlin', 'http://right.example/b'],
    ]);
    expect(notes.join('\n')).toMatch(/1 of 3 links have an unknown end/);
  });

  test('links in a third file whose name says so, in RDF or not', () => {
    const link = '<http://right.example/b> <http://www.w3.org/2002/07/owl#sameAs> <http://left.example/berlin> .\n';
    const other =
      '<http://right.example/b> <http://www.w3.org/2004/02/skos/core#broadMatch> <http://right.example/x> .\n';
    const apart = { 'alpha.ttl': turtle, 'beta.nt': triples, 'readme.md': 'x', 'other.txt': 'x' };
    for (const files of [apart, { ...apart, ...pair, 'alpha.ttl': undefined, 'beta.nt': undefined }]) {
      const { truth, notes } = readFolder(folderOf({ ...files, 'links.nt': link + other }), { seed: 1 });
      expect(truth!.links.left).toHaveLength(1);
      expect(notes.join('\n')).toMatch(/links\.nt: 1 statements say no link, and are left out/);
      expect(notes.join('\n')).toMatch(/not used: other\.txt/);
    }
    const tabs = { 'same.links.tsv': 'http://left.example/berlin\thttp://right.example/b\n' };
    expect(readFolder(folderOf({ ...apart, ...tabs }), { seed: 1 }).truth!.links.left).toHaveLength(1);
    expect(() => readPair({ ...apart, 'third.nt': triples })).toThrow(/not a folder of RDF, it lacks two files/);
  });

  test('each graph from a file of its own', () => {
    const dir = folderOf(pair);
    const { task, truth } = readFolder([join(dir, 'left.ttl'), join(dir, 'right.nt')], { seed: 1, language: 'fr' });
    expect([task.left.entityCount, task.right.entityCount, truth!.links.left.length]).toEqual([7, 3, 2]);
    expect(task.right.labels).toContain('Allemagne');
  });
});

describe('bad files', () => {
  const bad: [string, Files, RegExp][] = [
    ['a line that is none', { 'a.nt': `${triples}<http://e/a> b c .\n` }, /a\.nt:10: is no N-Triples: .*"b"\. Mend/],
    ['Turtle as N-Triples', { 'a.nt': turtle }, /a\.nt:1: is no N-Triples/],
    ['a prefix that is not declared', { 'a.ttl': '\n:a :b :c .' }, /a\.ttl:2: is no Turtle: Undefined prefix/],
    ['no statements', { 'a.ttl': '# nothing\n' }, /a\.ttl: has no statements/],
    ['an empty file', { 'a.nt': '' }, /a\.nt: has no statements/],
    ['Latin-1', { 'a.nt': Buffer.from(triples.replace('Allemagne', 'Bögen'), 'latin1') }, /a\.nt:5: is not UTF-8 text/],
    ['UTF-16', { 'a.nt': Buffer.from(`\ufeff${triples}`, 'utf16le') }, /a\.nt: is not UTF-8 text \(UTF-16/],
    ['no gzip', { 'a.nt.gz': triples }, /a\.nt\.gz: cannot be unpacked/],
    ['gzip cut short', { 'a.nt.gz': gzipSync(triples).subarray(0, -9) }, /a\.nt\.gz: cannot be unpacked/],
    ['a bomb', { 'a.nt.gz': gzipSync(Buffer.alloc(2 ** 26 + 1, ' ')) }, /unpacks to more than 64 MiB\. Unpack it/],
  ];
  test.each(bad)('%s', (_, files, message) => {
    expect(() => raw(files)).toThrow(InputError);
    expect(() => raw(files)).toThrow(message);
  });

  test.skipIf(process.platform === 'win32')('a pipe is not waited for', () => {
    const dir = folderOf({});
    execFileSync('mkfifo', [join(dir, 'a.nt')]);
    const read = () => {
      const source = graphSource(join(dir, 'a.nt'));
      return formatOf(source, graphFormats).read(source);
    };
    expect(read).toThrow(/a\.nt: is a pipe/);
  });

  test.each(Object.entries({ 'a.ttl': turtle, 'a.nt': triples }))('%s cut at every byte', (name, text) => {
    const whole = Buffer.from(text);
    const all = raw({ [name]: whole }).triples.head.length;
    for (let length = 0; length < whole.length - 1; length++)
      try {
        // A file that ends between two statements is whole as far as the format can tell.
        expect(raw({ [name]: whole.subarray(0, length) }).triples.head.length).toBeLessThanOrEqual(all);
        expect(whole.subarray(0, length).toString().trimEnd()).toMatch(/\.$/);
      } catch (error) {
        if (!(error instanceof PsqeError)) throw error;
        expect(error.where).toMatch(/a\.(ttl|nt)(:\d+)?$/);
        expect(error.remedy).toBeTruthy();
      }
  });
});
