import { DataError, InputError } from '../base/index.js';
import type { FeatureTable, GraphParts, Literals, Modality, Triples } from '../graph/index.js';
import { sayAlike } from './alike.js';
import type { FilePair } from './dataset.js';
import { hasEdges } from './entities.js';
import { inOneLanguage, type Labels } from './labels.js';
import { linksOf, type RawLinks, rowsBy } from './raw-links.js';

export { type FindRow, findIn, linksOf, type RawLinks, rowsBy } from './raw-links.js';

/** One graph as its files tell it, before it has met the other: ids are its own, relations are names. */
export interface RawGraph {
  /** What errors and notes call it: the file or folder. */
  readonly name: string;
  /** Unique in this graph; the other graph may use the same ids for other things. */
  readonly ids: readonly string[];
  /** Names to be aligned on and shown, one an entity, undefined or '' where there is none. */
  readonly labels?: readonly (string | undefined)[] | undefined;
  /** Names in several languages, of which one is chosen for both graphs. */
  readonly labelled?: Labels | undefined;
  /** By rows of `ids` and numbers of `relations`. */
  readonly triples: Triples;
  /** Relation names; the same full name in both graphs is the same relation. */
  readonly relations: readonly string[];
  readonly literals?: Literals | undefined;
  /** Absolute paths of pictures, one an entity, undefined where there is none. */
  readonly pictures?: readonly (string | undefined)[] | undefined;
  /** Feature tables by modality; what only one graph has is left out, and said. */
  readonly features?: ReadonlyMap<string, FeatureTable> | undefined;
  /** Links to the other graph that this one's own files hold (owl:sameAs): in either direction. */
  readonly links?: RawLinks | undefined;
  /** What was understood, left out or unused while it was read, a sentence each. */
  readonly notes?: readonly string[] | undefined;
}

/** What {@link pairOf} takes beside the graphs. */
export interface PairOptions {
  readonly name: string;
  /** Used for evaluation only: ends that are unknown or linked twice are left out, and said. */
  readonly links?: RawLinks | undefined;
  /** The language of names, e.g. `en`, where graphs have several; else the most frequent one that both have. */
  readonly language?: string | undefined;
  readonly notes?: readonly string[] | undefined;
}

/**
 * Two graphs as a pair: relations of equal names are one relation, labels become names, what only one graph has is
 * left out; all of it is said in the notes.
 * @throws {InputError} for feature tables that differ in width
 * @throws {DataError} when a graph is empty, or one graph has edges and the other none
 */
export function pairOf(
  first: RawGraph,
  second: RawGraph,
  { name, links, language, notes = [] }: PairOptions,
): FilePair {
  const languages: string[] = [];
  const graphs = inOneLanguage([first, second], languages, language);
  const [left, right] = graphs;
  for (const graph of graphs) if (graph.ids.length === 0) throw emptyGraph(graph);
  checkEdges(left, right);
  const said: string[] = [
    ...notes,
    ...graphs.flatMap((graph) => [sizeNote(graph), ...(graph.notes ?? [])]),
    ...languages,
  ];
  const relations = commonRelations(left, right, said);
  const named = bothHave(graphs, 'names', (g) => g.labels?.some((label) => label), said);
  const literals = bothHave(graphs, 'attributes', (g) => (g.literals?.entity.length ?? 0) > 0, said);
  const { modalities, tables } = commonFeatures(graphs, relations.shared > 0, said);
  const [a, b] = graphs.map(
    (graph, s): GraphParts => ({
      name: graph.name,
      ids: graph.ids,
      labels: graph.ids.map((id, i) => graph.labels?.[i] || id),
      names: named ? graph.ids.map((_, i) => graph.labels![i] ?? '') : undefined,
      literals: literals ? graph.literals : undefined,
      pictures: graph.pictures,
      triples: { ...graph.triples, relation: graph.triples.relation.map((r) => relations.numbers[s]![r]!) },
      relationCount: relations.count,
      features: tables[s]!,
    }),
  ) as [GraphParts, GraphParts];
  const given = links ?? joinedLinks([left.links, right.links]);
  const truth = given && linksOf(given, rowsBy(left.ids), rowsBy(right.ids), said);
  if (truth) said.push(`${given!.name}: ${truth.left.length} links, for evaluation only`);
  return {
    name,
    left: a,
    right: b,
    modalities,
    links: truth,
    relations: relations.names,
    notes: said,
  };
}

/** Links of several files as one list, in the order given; undefined where there are none. */
export function joinedLinks(given: readonly (RawLinks | undefined)[]): RawLinks | undefined {
  const files = given.filter((each) => each !== undefined);
  if (files.length < 2) return files[0];
  const places = files.flatMap((file) => file.left.map((_, i) => file.at?.(i) ?? `${file.name}, link ${i + 1}`));
  return {
    name: files.map((file) => file.name).join(', '),
    left: files.flatMap((file) => file.left),
    right: files.flatMap((file) => file.right),
    at: (i) => places[i]!,
    eitherWay: files.some((file) => file.eitherWay),
    notes: files.flatMap((file) => file.notes ?? []),
  };
}

const emptyGraph = ({ name }: RawGraph) => new DataError('no entities', name, 'A graph needs at least one');

function checkEdges(left: RawGraph, right: RawGraph): void {
  const [l, r] = [hasEdges(left.triples), hasEdges(right.triples)];
  if (l === r) return;
  throw new DataError(
    'no edges, while the other graph has some',
    (l ? right : left).name,
    'Give triples for both graphs, or for neither: then features alone are compared',
  );
}

function sizeNote({ name, ids, triples, relations }: RawGraph): string {
  const edges = triples.head.length === 0 ? 'no triples' : `${triples.head.length} triples`;
  return `${name}: ${ids.length} entities, ${edges}${relations.length > 0 ? ` of ${relations.length} relations` : ''}`;
}

/** One numbering of both graphs' relations, in the order of their names, and how many are of both. */
function commonRelations(left: RawGraph, right: RawGraph, notes: string[]) {
  const names = [...new Set([...left.relations, ...right.relations])].sort();
  const number = new Map(names.map((name, n) => [name, n]));
  const numbers = [left, right].map((graph) => Int32Array.from(graph.relations, (name) => number.get(name)!));
  const shared = left.relations.length + right.relations.length - names.length;
  if (names.length > 0)
    notes.push(
      shared > 0
        ? `${shared} of ${left.relations.length} and ${right.relations.length} relations have equal names, and are taken for the same`
        : 'no relation has the same name in both graphs: relations are not compared',
    );
  return { numbers, names, count: names.length, shared };
}

function bothHave(
  graphs: readonly [RawGraph, RawGraph],
  what: string,
  has: (graph: RawGraph) => boolean | undefined,
  notes: string[],
): boolean {
  const having = graphs.filter((graph) => has(graph));
  if (having.length === 1) notes.push(`only ${having[0]!.name} has ${what}: they are not compared`);
  return having.length === 2;
}

type Tables = Map<string, FeatureTable>;

function commonFeatures(graphs: readonly [RawGraph, RawGraph], relationsShared: boolean, notes: string[]) {
  const tables: [Tables, Tables] = [new Map(), new Map()];
  const modalities: Modality[] = [];
  const names = new Set(graphs.flatMap((graph) => [...(graph.features?.keys() ?? [])]));
  for (const name of names) {
    if (!bothHave(graphs, `features "${name}"`, (g) => g.features?.get(name)?.known.includes(1), notes)) continue;
    const [a, b] = graphs.map((graph) => graph.features!.get(name)!) as [FeatureTable, FeatureTable];
    if (a.values.cols !== b.values.cols)
      throw new InputError(
        `features "${name}" have ${b.values.cols} columns where ${graphs[0].name} has ${a.values.cols}`,
        graphs[1].name,
        'Both graphs need the same features, in the same columns',
      );
    tables[0].set(name, a);
    tables[1].set(name, b);
    modalities.push({ name, comparable: name !== 'relation' || relationsShared });
    for (const [g, table] of [a, b].entries()) sayAlike(graphs[g]!.name, name, table, notes);
  }
  return { modalities, tables };
}
