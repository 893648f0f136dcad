import { basename, resolve } from 'node:path';
import { pairOf } from '../raw.js';
import { readRdfGraph } from '../rdf/graph.js';
import { rdfFormat } from '../rdf/parse.js';
import type { Source } from '../source.js';
import { saysLinks } from '../tabular/roles.js';
import { unusedNotes } from '../unused.js';
import type { Format, GraphFormat } from './format.js';
import { linksOfFolder } from './two-sides.js';

const endings = '.nt, .ttl, .nq, .trig, .rdf or .owl (or these with .gz)';

/** RDF's formats, by the ending of a file's name. */
const rdfFiles = ({ names }: Source): string[] => names.filter((name) => rdfFormat(name));

/** One graph in RDF: N-Triples, Turtle, N-Quads, TriG, RDF/XML; several files of a folder are one graph. */
export const rdfGraph: GraphFormat = {
  name: 'RDF',
  recognise: (source) => (rdfFiles(source).length > 0 ? [] : [`a file that ends in ${endings}`]),
  read(source) {
    const files = rdfFiles(source);
    const graph = readRdfGraph(source, files, source.dir);
    return { ...graph, notes: [...(graph.notes ?? []), ...unusedNotes(source, (name) => files.includes(name))] };
  },
};

const graphFiles = (source: Source): string[] => rdfFiles(source).filter((name) => !saysLinks(name));

function lacking(files: readonly string[]): string[] {
  if (files.length === 2) return [];
  const wanted = `two files, one a graph, that end in ${endings}`;
  if (files.length === 0) return [wanted, 'none but links beside'];
  return [files.length === 1 ? `${wanted}: there is ${files[0]}` : `${wanted}: there are ${files.join(', ')}`];
}

/** A folder of two graphs in RDF, a file each, whatever their names; links beside them, for evaluation only. */
export const rdf: Format = {
  name: 'a folder of RDF',
  recognise: (source) => lacking(graphFiles(source)),
  read(source, options) {
    const files = graphFiles(source);
    const linked = source.names.filter(saysLinks);
    const notes = unusedNotes(source, (name) => files.includes(name) || linked.includes(name));
    const links = linksOfFolder(source, linked, notes);
    const [left, right] = files.map((file) => readRdfGraph(source, [file], source.path(file)));
    return pairOf(left!, right!, { name: basename(resolve(source.dir)), links, notes, language: options?.language });
  },
};
