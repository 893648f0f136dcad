import { type NewFolder, steps, type Work } from '../base/index.js';
import { random } from '../compute/index.js';
import { csvText } from '../read/index.js';

/** An entity while it is built; `key` says what it stands for, and is written nowhere that a reader of graphs looks. */
export interface BuiltEntity {
  readonly key: string;
  readonly label: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** SVG. */
  readonly picture?: Uint8Array | string | undefined;
}

/** One graph, by keys; those of both graphs stand for the same. */
export interface BuiltSide {
  readonly entities: readonly BuiltEntity[];
  readonly triples: readonly (readonly [head: string, relation: string, tail: string])[];
}

/** Two graphs to be written. */
export interface BuiltPair {
  readonly name: string;
  readonly left: BuiltSide;
  readonly right: BuiltSide;
  /** The folder of each side's pictures. */
  readonly pictures: string;
  /** What they were made of, for the record. */
  readonly sources: Readonly<Record<string, string>>;
}

/** What was written: how many of each, and the ids by key. */
export interface WrittenPair {
  readonly entities: number;
  readonly triples: number;
  readonly links: number;
  readonly ids: Readonly<Record<'left' | 'right', ReadonlyMap<string, string>>>;
}

/**
 * Writes two graphs as tables that `openTask` opens, `left` and `right`, and `truth.csv`: equal keys. Ids are numbers that
 * `seed` draws, and rows stand in their order, so that neither tells what an entity stands for.
 */
export async function writePair(folder: NewFolder, pair: BuiltPair, seed: number, work?: Work): Promise<WrittenPair> {
  const { left, right } = pair;
  const ids = { left: drawnIds(left, seed, `${pair.name} left`), right: drawnIds(right, seed, `${pair.name} right`) };
  const entities = left.entities.length + right.entities.length;
  const tell = steps(work, `write ${pair.name}`, entities);
  let done = 0;
  for (const name of ['left', 'right'] as const) {
    writeTables(folder, name, pair[name], ids[name]);
    for (const { key, picture } of pair[name].entities) {
      if (picture) folder.write(`${name}/${pair.pictures}/${ids[name].get(key)}.svg`, picture);
      await tell(++done);
    }
  }
  const links = [...ids.left].flatMap(([key, id]) => (ids.right.has(key) ? [[id, ids.right.get(key)!]] : []));
  const byId = links.sort((a, b) => Number(a[0]) - Number(b[0]));
  folder.write('truth.csv', csvText(['left', 'right'], byId));
  folder.write('sources.json', `${JSON.stringify({ ...pair.sources, seed }, null, 2)}\n`);
  return { entities, triples: left.triples.length + right.triples.length, links: links.length, ids };
}

/** The id of each key: numbers in an order of their own. */
function drawnIds({ entities }: BuiltSide, seed: number, name: string): ReadonlyMap<string, string> {
  const order = random(seed).fork(name).permutation(entities.length);
  return new Map(entities.map(({ key }, i) => [key, String(order[i])]));
}

function writeTables(
  folder: NewFolder,
  name: string,
  { entities, triples }: BuiltSide,
  ids: ReadonlyMap<string, string>,
): void {
  const columns = [...new Set(entities.flatMap(({ attributes }) => Object.keys(attributes)))];
  const rows = entities.map(({ key, label, attributes }) => [
    ids.get(key)!,
    label,
    ...columns.map((column) => attributes[column] ?? ''),
  ]);
  const byId = (a: readonly string[], b: readonly string[]) => Number(a[0]) - Number(b[0]);
  folder.write(`${name}/entities.csv`, csvText(['id', 'label', ...columns], rows.sort(byId)));
  const ends = triples.map(([head, relation, tail]) => [ids.get(head)!, relation, ids.get(tail)!]);
  folder.write(`${name}/triples.csv`, csvText(['head', 'relation', 'tail'], ends.sort(byId)));
}
