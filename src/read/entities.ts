import { DataError, InputError } from '../base/index.js';
import type { Triples } from '../graph/index.js';
import { tabLines, wholeNumber } from './lines.js';
import type { Source } from './source.js';

/** A whole number without the zeros before it: `007` is the entity 7 in every file. Any other text stays. */
export const plainNumber = (id: string): string => (/^\d+$/.test(id) ? id.replace(/^0+(?=\d)/, '') : id);

/** Entities of one graph in file order; `rows` finds an id's row. */
export interface Entities {
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly rows: ReadonlyMap<string, number>;
}

/**
 * `ent_ids_1` or `ent_ids_2`: id, and perhaps a label. Ids are whole numbers in one space for both graphs.
 * @param other the graph read before, whose ids must not come again
 * @throws {InputError} for a malformed line or an id given twice, {@link DataError} for an empty file
 */
export function readEntities(source: Source, name: string, other?: Entities): Entities {
  const path = source.path(name);
  const rows = new Map<string, number>();
  const labels: string[] = [];
  // Labelled lines below a first one that is not.
  let named = 0;
  for (const line of tabLines(source.bytes(name), path, ['id', 'label?'])) {
    const id = String(wholeNumber(line.fields[0]!, 'id', line));
    const theirs = other?.rows.get(id);
    if (rows.has(id) || theirs !== undefined)
      throw new InputError(
        rows.has(id)
          ? `entity ${id} is there twice`
          : `id ${id} belongs to the other graph already (line ${theirs! + 1} of its file)`,
        line.at(),
        'Ids are unique over both graphs',
      );
    rows.set(id, rows.size);
    labels.push(line.fields[1] ?? id);
    if (rows.size > 1 && line.fields.length > 1) named++;
    else if (line.fields.length > 1) named = -Infinity;
  }
  if (rows.size === 0) throw new DataError('no entities', path, 'A graph needs at least one');
  const [first] = rows.keys();
  if (rows.size > 2 && first === String(rows.size - 1) && named === rows.size - 1)
    throw new InputError(
      `the first line, ${first}, counts the lines below`,
      `${path}:1`,
      'Remove it: every line is an entity',
    );
  return { ids: [...rows.keys()], labels, rows };
}

/**
 * `triples_1` or `triples_2`: head, relation, tail. Relation numbers are the file's, see {@link compactRelations}.
 * @throws {InputError} with `file:line` for a malformed line or an end that is no entity of this graph
 */
export function readTriples(source: Source, name: string, entities: Entities): Triples {
  const path = source.path(name);
  const columns: [number[], number[], number[]] = [[], [], []];
  for (const line of tabLines(source.bytes(name), path, ['head', 'relation', 'tail'])) {
    const [head, relation, tail] = line.fields as [string, string, string];
    for (const [column, id] of [
      [0, head],
      [2, tail],
    ] as const) {
      const row = entities.rows.get(id) ?? entities.rows.get(plainNumber(id));
      if (row === undefined)
        throw new InputError(
          `entity ${id} is not one of this graph's ${entities.ids.length}`,
          line.at(),
          'Heads and tails are ids of the same graph',
        );
      columns[column].push(row);
    }
    columns[1].push(wholeNumber(relation, 'relation', line));
  }
  const [head, relation, tail] = columns.map((c) => Int32Array.from(c)) as [Int32Array, Int32Array, Int32Array];
  return { head, relation, tail };
}

/** No triples at all. */
export const noTriples: Triples = { head: new Int32Array(0), relation: new Int32Array(0), tail: new Int32Array(0) };

/** Whether any triple joins two different entities. */
export const hasEdges = ({ head, tail }: Triples): boolean => head.some((h, t) => h !== tail[t]);

/**
 * The relations of both graphs numbered 0 … count-1 in one space, in the order of their numbers in the files; where
 * `names` has them, by their names: equal ones are one relation.
 */
export function compactRelations(
  sides: readonly [Triples, Triples],
  names?: readonly [ReadonlyMap<number, string>, ReadonlyMap<number, string>],
): {
  sides: [Triples, Triples];
  /** By number. */
  names: string[];
  count: number;
  shared: boolean;
} {
  const keys = sides.map(({ relation }, s) => {
    const own = names?.[s as 0 | 1];
    return new Map([...new Set(relation)].map((r) => [r, own?.get(r) ?? r]));
  });
  const [left, right] = keys.map((own) => new Set(own.values())) as [Set<string | number>, Set<string | number>];
  const all = [...new Set([...left, ...right])].sort(byNumberThenName);
  const number = new Map(all.map((key, i) => [key, i]));
  const renumber = (side: Triples, s: number) => ({
    ...side,
    relation: side.relation.map((r) => number.get(keys[s]!.get(r)!)!),
  });
  return {
    sides: [renumber(sides[0], 0), renumber(sides[1], 1)],
    names: all.map(String),
    count: all.length,
    shared: [...left].some((key) => right.has(key)),
  };
}

function byNumberThenName(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === 'number' ? -1 : 1;
}
