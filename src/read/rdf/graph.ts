import type { Quad, Term } from 'n3';
import { InputError } from '../../base/index.js';
import { AttributeCollector } from '../attributes.js';
import type { RawGraph } from '../raw.js';
import { RawGraphBuilder } from '../raw-builder.js';
import type { Source } from '../source.js';
import { parseRdf } from './parse.js';
import { sameAs } from './vocabulary.js';

/** What is collected of a graph beside its triples and literals. */
interface Collected {
  readonly builder: RawGraphBuilder;
  readonly attributes: AttributeCollector;
  readonly links: { left: string[]; right: string[] };
  readonly graphs: Set<string>;
  /** Edges by relation: RDF is a set of statements, and in quads one stands in several graphs. */
  readonly edges: Map<string, Set<number>>;
  nested: number;
  repeated: number;
}

/**
 * One graph from RDF files: IRIs and blank nodes (`_:name`, those of several files kept apart) are entities, classes too;
 * rdf:type is a relation like others; literals are attributes, and those of rdfs:label, skos:prefLabel, schema:name and
 * foaf:name are names; owl:sameAs are links. Named graphs are taken as one, statements given twice
 * count once, statements about statements are left out.
 * @param files of the source, all of one graph; their names tell their formats
 * @throws {InputError} with `file:line`
 */
export function readRdfGraph(source: Source, files: readonly string[], name: string): RawGraph {
  const builder = new RawGraphBuilder();
  const collected: Collected = {
    builder,
    attributes: new AttributeCollector(builder),
    links: { left: [], right: [] },
    graphs: new Set(),
    edges: new Map(),
    nested: 0,
    repeated: 0,
  };
  for (const [i, file] of files.entries()) {
    const path = source.path(file);
    const blank = files.length > 1 ? `_:${i + 1}:` : '_:';
    if (parseRdf(source.bytes(file), path, (quad) => collect(collected, quad, blank)) === 0)
      throw new InputError('has no statements', path, 'Give a file with triples');
  }
  const { attributes, links } = collected;
  return builder.build(name, {
    labelled: attributes.labelled(),
    links: links.left.length > 0 ? { name: `owl:sameAs in ${name}`, ...links, eitherWay: true } : undefined,
    notes: notesOf(collected, name),
  });
}

/** An entity's id: its IRI, or for a blank node its name behind `blank`. */
export const idOf = (term: Term, blank: string): string =>
  term.termType === 'BlankNode' ? blank + term.value : term.value;

function collect(collected: Collected, { subject, predicate, object, graph }: Quad, blank: string): void {
  const { builder, links } = collected;
  if (graph.value !== '') collected.graphs.add(graph.value);
  // The types leave out what RDF 1.2 may have in both places: a triple.
  if ((subject.termType as string) === 'Quad' || (object.termType as string) === 'Quad') collected.nested++;
  else if (predicate.value === sameAs && object.termType !== 'Literal') {
    links.left.push(idOf(subject, blank));
    links.right.push(idOf(object, blank));
  } else if (object.termType === 'Literal')
    collected.attributes.add(builder.entity(idOf(subject, blank)), predicate.value, {
      value: object.value,
      language: object.language,
      datatype: object.datatype.value,
    });
  else collectEdge(collected, idOf(subject, blank), predicate.value, idOf(object, blank));
}

function collectEdge(collected: Collected, head: string, relation: string, tail: string): void {
  const { builder, edges } = collected;
  // Exact up to 2^26 entities, which is more than memory holds.
  const edge = builder.entity(head) * 2 ** 26 + builder.entity(tail);
  const known = edges.get(relation);
  if (known?.has(edge)) {
    collected.repeated++;
    return;
  }
  if (known) known.add(edge);
  else edges.set(relation, new Set([edge]));
  builder.triple(head, relation, tail);
}

function notesOf({ graphs, nested, repeated }: Collected, name: string): string[] {
  return [
    ...(graphs.size > 1 ? [`${name}: ${graphs.size} named graphs are taken as one`] : []),
    ...(nested > 0 ? [`${name}: ${nested} statements about statements are left out`] : []),
    ...(repeated > 0 ? [`${name}: ${repeated} statements are there already, and count once`] : []),
  ];
}
