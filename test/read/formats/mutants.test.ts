import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PsqeError } from '../../../src/base/index.js';
import { random } from '../../../src/compute/index.js';
import { shuffledDataset } from '../../../src/read/dataset.js';
import { formatOf } from '../../../src/read/formats/format.js';
import { formats } from '../../../src/read/formats/index.js';
import { rdfLinks } from '../../../src/read/links/rdf.js';
import { rawLinks } from '../../../src/read/links/read-links.js';
import type { Source } from '../../../src/read/source.js';
import { folderOf } from '../folders.js';

const samples: Record<string, Record<string, string>> = {
  OpenEA: {
    rel_triples_1: '_:a\t<http://e/near>\t_:b\n_:b\t<http://e/near>\t_:c\n',
    rel_triples_2: 'http://r/a\thttp://e/near\thttp://r/b\nhttp://r/b\thttp://e/far\thttp://r/c\n',
    attr_triples_1:
      '_:a\t<http://schema.org/name>\t"The \\"A\\" \\u00e9"@en\n_:a\t<http://e/size>\t"1"^^<http://e/int>\n',
    attr_triples_2: 'http://r/a\thttp://www.w3.org/2000/01/rdf-schema#label\tThe A\n',
    ent_links: '_:a\thttp://r/a\n_:b\t<http://r/b>\n',
  },
  DBP15K: {
    ent_ids_1: '7\thttp://l.example/a\n8\thttp://l.example/b\n',
    ent_ids_2: '1000\thttp://r.example/a\n70000\thttp://r.example/b\n',
    triples_1: '7\t0\t8\n8\t1\t7\n',
    triples_2: '1000\t5\t70000\n70000\t6\t1000\n',
    rel_ids_1: '0\thttp://e/near\n1\thttp://e/far\n',
    rel_ids_2: '5\thttp://e/far\n6\thttp://e/above',
    training_attrs_1: 'http://l.example/a\thttp://e/size\thttp://e/colour\n8\thttp://e/size\n',
    'translated_names.json': '[[7, ["a", "b"]], [8, []], [1000, ["ä"]], [70000, ["b"]]]',
    ref_ent_ids: '7\t1000\n8\t70000',
  },
  mmkb: {
    'A_EntityTriples.txt': '<http://e/a> <http://e/r> <http://e/b> .\n/m/a\t/r\t/m/b\n',
    'A_NumericalTriples.txt': '<http://e/a> <http://e/n> "2"^^<http://e/int> .\n/m/a\t<http://e/n>\t2.5\n',
    'A_SameAsLink.txt': '/m/x <SameAs> <http://e/a> .\n',
    'B_EntityTriples.txt': '/m/x /r /m/y\n',
  },
  RDF: {
    'left.ttl':
      '@prefix : <http://e/> .\n:a :in :b ; :n 3, "x\\n"@en-GB ; <http://schema.org/name> "A"@de .\n_:x :in [ :in (:a 1.5) ] .\n',
    'right.nq':
      '<http://r/a> <http://e/in> <http://r/b> <http://g/1> .\n<http://r/a> <http://schema.org/name> "\\u00c4"@de .\n<http://r/a> <http://www.w3.org/2002/07/owl#sameAs> <http://e/a> .\n',
  },
  'RDF/XML': {
    'left.rdf':
      '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [ <!ENTITY e "http://e/"> ]>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/" xml:base="&e;">\n<rdf:Description rdf:about="a"><e:in rdf:resource="b"/><e:n xml:lang="de">x &amp; y</e:n><e:in rdf:parseType="Collection"><e:T rdf:nodeID="c"/></e:in></rdf:Description>\n</rdf:RDF>\n',
    'right.owl':
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"><e:T rdf:about="http://r/a"><e:in rdf:resource="http://r/b"/></e:T></rdf:RDF>',
  },
};

/** Files in memory: a mutant needs no disk. Where the links lie matters to those who look for them, so they are there. */
function sourceIn(dir: string, files: Readonly<Record<string, Uint8Array>>): Source {
  const names = Object.keys(files).sort();
  return { dir, names, folders: [], path: (n) => join(dir, n), has: (n) => n in files, bytes: (n) => files[n]! };
}

const signs = [
  '\t',
  '\n',
  ' ',
  '"',
  '<',
  '>',
  '.',
  '\\',
  '@',
  '^',
  ':',
  '_',
  '[',
  '{',
  '0',
  '-',
  '\r',
  '\0',
  'é',
  '\ufeff',
];

/** One small change: a byte, a sign put in, a piece taken out or given twice. */
function mutant(bytes: Uint8Array, draw: ReturnType<typeof random>): Uint8Array {
  const at = draw.integer(bytes.length);
  const end = Math.min(bytes.length, at + 1 + draw.integer(12));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  const sign = Buffer.from(signs[draw.integer(signs.length)]!);
  const kinds = [
    [before, Buffer.of(draw.integer(256)), bytes.subarray(at + 1)],
    [before, sign, piece, after],
    [before, after],
    [before, piece, piece, after],
    [before, after, piece],
  ];
  return Buffer.concat(kinds[draw.integer(kinds.length)]!);
}

/** Whether it can be read; throws for an error that is no clear one. */
function reads(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (!(error instanceof PsqeError)) throw error;
    expect(error.where, error.message).toBeTruthy();
    expect(error.remedy, error.message).toBeTruthy();
    return false;
  }
}

describe.each(Object.entries(samples))('%s', (format, texts) => {
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, new Uint8Array(Buffer.from(text))]),
  );
  const dir = folderOf(texts);
  const read = (own: Readonly<Record<string, Uint8Array>>) => {
    const source = sourceIn(dir, own);
    shuffledDataset(formatOf(source, formats).read(source), 1);
  };

  test('the sample is whole', () => {
    expect(existsSync(dir)).toBe(true);
    expect(reads(() => read(files))).toBe(true);
  });

  test('3000 mutants: read, or an error with a place and a remedy', () => {
    const draw = random(17).fork(format);
    const names = Object.keys(files);
    let readable = 0;
    for (let i = 0; i < 3000; i++) {
      const name = names[i % names.length]!;
      const changed = mutant(files[name]!, draw);
      if (reads(() => read({ ...files, [name]: changed }))) readable++;
    }
    // Most changes of a text are a text; a reader that refuses them all, or none, is broken.
    expect(readable).toBeGreaterThan(300);
    expect(readable).toBeLessThan(2900);
  });
});

const sssom =
  '#curie_map:\n#  HP: "http://e/HP_"\n#  ns1: http://r/\n#mapping_tool: psqe\nsubject_id\tpredicate_id\tobject_id\tconfidence\nHP:1\tskos:exactMatch\tns1:a\t0.5\nHP:2\towl:sameAs\tns1:b\t1\n';
const oaei =
  '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns="http://knowledgeweb.semanticweb.org/heterogeneity/alignment" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<Alignment><map><Cell><entity1 rdf:resource="http://e/a"/><entity2 rdf:resource="http://r/a"/><relation>=</relation><measure>0.5</measure></Cell></map></Alignment></rdf:RDF>\n';
const table = 'left;right;score\n"a;1";b;0.5\nc;"d\n""e"" ";1\n';

test.each([
  ['SSSOM', 'x.sssom.tsv', sssom, 300, 2990],
  ['SSSOM of others', 'x.sssom.tsv', sssom.replace('psqe', 'other'), 300, 2990],
  ['OAEI', 'x.rdf', oaei, 100, 2900],
  ['CSV', 'x.csv', table, 300, 2990],
] as const)('3000 mutants of links in %s', (name, path, text, least, most) => {
  const draw = random(19).fork(name);
  const bytes = Buffer.from(text);
  let readable = 0;
  for (let i = 0; i < 3000; i++) if (reads(() => rawLinks(mutant(bytes, draw), path))) readable++;
  expect(readable).toBeGreaterThan(least);
  expect(readable).toBeLessThan(most);
});

test('3000 mutants of links in RDF', () => {
  const draw = random(18);
  const bytes = Buffer.from(
    '<http://e/a> <http://www.w3.org/2002/07/owl#sameAs> <http://r/a> .\n_:b <http://www.w3.org/2004/02/skos/core#closeMatch> <http://r/b> .\n',
  );
  let readable = 0;
  for (let i = 0; i < 3000; i++) if (reads(() => rdfLinks(mutant(bytes, draw), 'links.nt'))) readable++;
  expect(readable).toBeGreaterThan(300);
  expect(readable).toBeLessThan(2900);
});
