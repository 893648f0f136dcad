import { join } from 'node:path';
import type { Source } from '../../../src/read/source.js';

/** Small folders of every format, by its name; files by theirs. */
export const samples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
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
export function sourceIn(dir: string, files: Readonly<Record<string, Uint8Array>>): Source {
  const names = Object.keys(files).sort();
  return { dir, names, folders: [], path: (n) => join(dir, n), has: (n) => n in files, bytes: (n) => files[n]! };
}

/** Small files of links. */
export const sssom =
  '#curie_map:\n#  HP: "http://e/HP_"\n#  ns1: http://r/\n#mapping_tool: psqe\nsubject_id\tpredicate_id\tobject_id\tconfidence\nHP:1\tskos:exactMatch\tns1:a\t0.5\nHP:2\towl:sameAs\tns1:b\t1\n';
export const oaei =
  '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns="http://knowledgeweb.semanticweb.org/heterogeneity/alignment" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<Alignment><map><Cell><entity1 rdf:resource="http://e/a"/><entity2 rdf:resource="http://r/a"/><relation>=</relation><measure>0.5</measure></Cell></map></Alignment></rdf:RDF>\n';
export const linkTable = 'left;right;score\n"a;1";b;0.5\nc;"d\n""e"" ";1\n';
