import { DataError, InputError } from '../base/index.js';
import type { FeatureTable, Triples } from './parts.js';

/** What is checked of a graph. */
interface Checked {
  readonly name: string;
  readonly ids: readonly string[];
  readonly entityCount: number;
  readonly relationCount: number;
  readonly triples: Triples;
}

/** The row of each id. @throws {InputError} for an id that is there twice */
export function rowsOf(ids: readonly string[], graph: string): Map<string, number> {
  const rows = new Map<string, number>();
  ids.forEach((id, i) => {
    if (rows.has(id)) throw new InputError(`entity ${id} is there twice`, graph, 'Ids are unique within a graph');
    rows.set(id, i);
  });
  return rows;
}

/** @throws {InputError} for columns of unequal length and rows out of range */
export function checkTriples({ name, triples, entityCount, relationCount }: Checked): void {
  const { head, relation, tail } = triples;
  if (relation.length !== head.length || tail.length !== head.length)
    throw new InputError(
      `${head.length} heads, ${relation.length} relations and ${tail.length} tails`,
      `${name}, triples`,
      'The three columns must be equally long',
    );
  const inRange = (value: number, count: number) => value >= 0 && value < count;
  for (let t = 0; t < head.length; t++) {
    for (const end of [head[t]!, tail[t]!])
      if (!inRange(end, entityCount))
        throw new InputError(
          `entity row ${end} is outside 0 … ${entityCount - 1}`,
          `${name}, triple ${t}`,
          'Triples name entities by row number',
        );
    if (!inRange(relation[t]!, relationCount))
      throw new InputError(
        `relation ${relation[t]} is outside 0 … ${relationCount - 1}`,
        `${name}, triple ${t}`,
        'relationCount must be above every relation number',
      );
  }
}

/** @throws {InputError} for a wrong shape or a value that is not finite, {@link DataError} when no entity is known */
export function checkFeatures({ name, ids }: Checked, modality: string, table: FeatureTable): void {
  const { values, known } = table;
  const where = `${name}, features "${modality}"`;
  if (values.rows !== ids.length || known.length !== ids.length)
    throw new InputError(
      `${values.rows} rows and ${known.length} marks for ${ids.length} entities`,
      where,
      'Give one row and one mark an entity',
    );
  if (values.cols === 0) throw new InputError('the table has no columns', where, 'Leave the modality out instead');
  for (let at = 0; at < values.data.length; at++) {
    if (Number.isFinite(values.data[at]!)) continue;
    throw new InputError(
      `entity ${ids[Math.floor(at / values.cols)]} has ${values.data[at]} in column ${at % values.cols}`,
      where,
      'Features are finite numbers; mark the row as unknown where a value is missing',
    );
  }
  if (!known.includes(1))
    throw new DataError('no entity of this graph has the modality', where, 'Leave the modality out, or check its mask');
}
