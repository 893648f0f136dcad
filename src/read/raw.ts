import { DataError, InputError } from '../base/index.js';
import type { FeatureTable, GraphParts, Links, Literals, Modality, Triples } from '../graph/index.js';
import { sayAlike } from './alike.js';
import type { FilePair } from './dataset.js';
import { hasEdges } from './entities.js';
import { inOneLanguage, type Labels } from './labels.js';
import { featureFiles } from './tables.js';

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

/** Links as a file tells them, by ids; nothing is known yet of their ends. */
export interface RawLinks {
  /** The file. */
  readonly name: string;
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** Where link i stands, for errors and notes: `file:line`. */
  readonly at?: ((i: number) => string) | undefined;
  /** Set where the file does not say which end is of which graph: both ways are tried. */
  readonly eitherWay?: boolean | undefined;
  /** What was left out while they were read, a sentence each. */
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
  return { numbers, count: names.length, shared };
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
    if (!(name in featureFiles))
      notes.push(
        `features "${name}" count only where they are given a weight; those that always count are called ${Object.keys(featureFiles).join(', ')}`,
      );
    for (const [g, table] of [a, b].entries()) sayAlike(graphs[g]!.name, name, table, notes);
  }
  return { modalities, tables };
}

/** Finds the row of an id. */
export type FindRow = (id: string) => number | undefined;

/** The row of each id. */
export function rowsBy(ids: readonly string[]): FindRow {
  const rows = new Map(ids.map((id, row) => [id, row]));
  return (id) => rows.get(id);
}

/** How many examples a note gives. */
const EXAMPLES = 3;

/** Links by rows; undefined where none is left. Which were left out is said: how many, and where the first are. */
export function linksOf(links: RawLinks, left: FindRow, right: FindRow, notes: string[]): Links | undefined {
  const rows: { left: number[]; right: number[] } = { left: [], right: [] };
  const out: Record<string, number[]> = {
    'their ends the wrong way round (expected: left id, right id)': [],
    'an unknown end': [],
    'an end that is linked already': [],
  };
  const seen = { left: new Map<number, number>(), right: new Set<number>() };
  links.left.forEach((from, i) => {
    const [l, r] = endsOf(from, links.right[i]!, left, right, links.eitherWay === true);
    if (l === undefined || r === undefined) {
      const swapped = right(from) !== undefined && left(links.right[i]!) !== undefined;
      out[swapped ? 'their ends the wrong way round (expected: left id, right id)' : 'an unknown end']!.push(i);
    } else if (seen.left.get(l) === r)
      return; // the same link once more says nothing new
    else if (seen.left.has(l) || seen.right.has(r)) out['an end that is linked already']!.push(i);
    else {
      seen.left.set(l, r);
      seen.right.add(r);
      rows.left.push(l);
      rows.right.push(r);
    }
  });
  notes.push(...(links.notes ?? []));
  const at = (i: number) => `${links.at?.(i) ?? `link ${i + 1}`} (${links.left[i]}, ${links.right[i]})`;
  for (const [why, which] of Object.entries(out))
    if (which.length > 0)
      notes.push(
        `${links.name}: ${which.length} of ${links.left.length} links have ${why}, and are left out: ${which.slice(0, EXAMPLES).map(at).join('; ')}${which.length > EXAMPLES ? ' …' : ''}`,
      );
  if (rows.left.length === 0) {
    notes.push(`${links.name}: no link can be used, so that nothing can be evaluated`);
    return undefined;
  }
  return { left: Int32Array.from(rows.left), right: Int32Array.from(rows.right) };
}

function endsOf(
  a: string,
  b: string,
  left: FindRow,
  right: FindRow,
  eitherWay: boolean,
): [number | undefined, number | undefined] {
  const [l, r] = [left(a), right(b)];
  if (!eitherWay || (l !== undefined && r !== undefined)) return [l, r];
  const [l2, r2] = [left(b), right(a)];
  return l2 !== undefined && r2 !== undefined ? [l2, r2] : [l, r];
}
