import { basename, resolve } from 'node:path';
import { InputError } from '../../base/index.js';
import { pairOf, type RawLinks } from '../raw.js';
import { readRdfGraph, readRdfLinks } from '../rdf/graph.js';
import { rdfFormat } from '../rdf/parse.js';
import type { Source } from '../source.js';
import type { Format, GraphFormat } from './format.js';

const endings = '.nt, .ttl, .nq or .trig (or these with .gz)';

/** RDF's text formats, by the ending of a file's name. */
const rdfFiles = ({ names }: Source): string[] => names.filter((name) => rdfFormat(name));

/** One graph in RDF: N-Triples, Turtle, N-Quads, TriG; several files of a folder are one graph. */
export const rdfGraph: GraphFormat = {
  name: 'RDF',
  recognise: (source) => (rdfFiles(source).length > 0 ? [] : [`a file that ends in ${endings}`]),
  read: (source) =>
    readRdfGraph(
      rdfFiles(source).map((name) => source.path(name)),
      source.dir,
    ),
};

/** A folder of two graphs in RDF, a file each, and perhaps a third file of owl:sameAs links, used for evaluation only. */
export const rdf: Format = {
  name: 'a folder of RDF',
  recognise(source) {
    const count = rdfFiles(source).length;
    return count === 2 || count === 3 ? [] : [`two files, one a graph, that end in ${endings}`];
  },
  read(source, options) {
    const files = rdfFiles(source).map((name) => source.path(name));
    const { graphs, links } = files.length === 3 ? withLinks(files, source.dir) : { graphs: files, links: undefined };
    const [left, right] = graphs.map((path) => readRdfGraph([path], path));
    return pairOf(left!, right!, { name: basename(resolve(source.dir)), links, language: options?.language });
  },
};

/** Which of three files holds the links: the one that holds nothing but owl:sameAs. */
function withLinks(files: readonly string[], dir: string): { graphs: string[]; links: RawLinks } {
  for (const path of files) {
    const links = readRdfLinks(path);
    if (links) return { graphs: files.filter((each) => each !== path), links };
  }
  throw new InputError(
    'has three RDF files, none of which holds owl:sameAs links alone',
    dir,
    'Give two graphs, and no third file but one of links',
  );
}
