import { basename, resolve } from 'node:path';
import { InputError } from '../../base/index.js';
import { AttributeCollector } from '../attributes.js';
import { allLines } from '../lines.js';
import { type VectorTable, vectorTable } from '../pickle/table.js';
import { pickleVectors, type Vectors } from '../pickle/vectors.js';
import { pairOf, type RawGraph, type RawLinks } from '../raw.js';
import { RawGraphBuilder } from '../raw-builder.js';
import { partOf, type Source } from '../source.js';
import { bareIri, literalText } from '../terms.js';
import { unusedNotes } from '../unused.js';
import type { Format, GraphFormat } from './format.js';

const ends = {
  triples: '_EntityTriples.txt',
  literals: '_NumericalTriples.txt',
  links: '_SameAsLink.txt',
  index: '_ImageIndex.txt',
  vectors: '_ImageData.pkl',
} as const;

const convert =
  `python -c "import h5py, pickle, sys; f = h5py.File(sys.argv[1]); ` +
  `pickle.dump({i: v[:].ravel() for i, v in f.items()}, open(sys.argv[1][:-2] + 'pkl', 'wb'))"`;

/** The names before `_EntityTriples.txt`: FB15K, DB15K, YAGO15K. */
const graphsIn = ({ names }: Source): string[] =>
  names.filter((name) => name.endsWith(ends.triples)).map((name) => name.slice(0, -ends.triples.length));

/** One graph of mmkb (FB15K, DB15K, YAGO15K): triples, numbers, links to the other graph, vectors of pictures. */
export const mmkbGraph: GraphFormat = {
  name: 'a graph of mmkb',
  recognise: (source) => (graphsIn(source).length === 1 ? [] : [`one file *${ends.triples}`]),
  read: (source) => readGraph(source, graphsIn(source)[0]!),
};

const lacking = (graphs: number) =>
  graphs === 2 ? [] : [`two files *${ends.triples}`, ...(graphs === 0 ? ['one a graph'] : [])];

/** Two graphs of mmkb in one folder. */
export const mmkb: Format = {
  name: 'mmkb',
  recognise: (source) => lacking(graphsIn(source).length),
  read(source, options) {
    const [left, right] = graphsIn(source).map((graph) => {
      const own = source.names.filter((name) => name.startsWith(`${graph}_`));
      return readGraph(partOf(source, own, `${source.dir}, ${graph}`), graph);
    });
    return pairOf(left!, right!, { name: basename(resolve(source.dir)), language: options?.language });
  },
};

function readGraph(source: Source, graph: string): RawGraph {
  const builder = new RawGraphBuilder();
  const attributes = new AttributeCollector(builder);
  for (const [head, relation, tail] of statements(source, graph + ends.triples)) builder.triple(head, relation, tail);
  const numbers = graph + ends.literals;
  if (source.has(numbers))
    for (const [id, attribute, value] of statements(source, numbers))
      attributes.add(builder.entity(id), attribute, literalText(value));
  const notes: string[] = [];
  const image = readVectors(source, graph, builder.ids(), notes);
  return builder.build(source.dir, {
    features: image && new Map([['image', image.table]]),
    labelled: attributes.labelled(),
    links: source.has(graph + ends.links) ? readLinks(source, graph + ends.links) : undefined,
    notes: [...notes, ...restNotes(source, graph)],
  });
}

/** Lines of subject, relation, object between blanks or tabs, perhaps a full stop behind; IRIs without their brackets. */
function* statements(source: Source, name: string): Generator<[string, string, string, () => string]> {
  for (const { text, at } of allLines(source.bytes(name), source.path(name))) {
    const parts = /^(<[^>]*>|[^\s<]\S*)\s+(<[^>]*>|[^\s<]\S*)\s+(\S.*?)(?:\s+\.)?\s*$/.exec(text);
    if (!parts)
      throw new InputError(
        `malformed line "${text.slice(0, 60)}"`,
        at(),
        'Expected subject, relation and object between blanks or tabs',
      );
    yield [bareIri(parts[1]!), bareIri(parts[2]!), bareIri(parts[3]!), at];
  }
}

function readLinks(source: Source, name: string): RawLinks {
  const links = { left: [] as string[], right: [] as string[], places: [] as string[] };
  for (const [left, , right, at] of statements(source, name)) {
    links.left.push(left);
    links.right.push(right);
    links.places.push(at());
  }
  return { name: source.path(name), ...links, at: (i) => links.places[i]!, eitherWay: true };
}

/** The vectors of `*_ImageData.pkl`, by entity, or by the number of a picture that `*_ImageIndex.txt` gives an entity. */
function readVectors(source: Source, graph: string, ids: string[], notes: string[]): VectorTable | undefined {
  const name = graph + ends.vectors;
  const hdf5 = source.names.filter((each) => /\.(h5|hdf5)$/i.test(each));
  if (!source.has(name)) {
    for (const each of hdf5)
      notes.push(`${source.path(each)}: HDF5 is not read; make a pickle of it: ${convert} ${each}`);
    return undefined;
  }
  const vectors = pickleVectors(source.bytes(name), source.path(name));
  const table = vectorTable(byEntity(vectors, source, graph + ends.index), ids, source.path(name));
  notes.push(`${source.path(name)}: ${table.without.length} of ${ids.length} entities have no picture`);
  return table;
}

function byEntity(vectors: Vectors, source: Source, index: string): Vectors {
  if (!source.has(index)) return vectors;
  const byId = new Map<string, Float32Array>();
  for (const { text, at } of allLines(source.bytes(index), source.path(index))) {
    const [entity, picture, ...more] = text.trim().split(/\s+/);
    if (!entity || !picture || more.length > 0)
      throw new InputError(`malformed line "${text.slice(0, 60)}"`, at(), 'Expected an entity and a picture');
    const vector = vectors.byId.get(picture) ?? vectors.byId.get(bareIri(entity)) ?? vectors.byId.get(entity);
    if (vector && !byId.has(bareIri(entity))) byId.set(bareIri(entity), vector);
  }
  return { ...vectors, byId };
}

function restNotes(source: Source, graph: string): string[] {
  const known = Object.values(ends).map((end) => graph + end);
  return unusedNotes(source, (name) => known.includes(name) || /\.(h5|hdf5)$/i.test(name));
}
