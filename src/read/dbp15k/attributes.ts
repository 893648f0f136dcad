import type { Literals } from '../../graph/index.js';
import { type Entities, plainNumber } from '../entities.js';
import { allLines } from '../lines.js';
import type { Source } from '../source.js';

export const attributeFiles = ['training_attrs_1', 'training_attrs_2'];

/**
 * `training_attrs_1/2`: an entity's label or id, then the attributes that it has, between tabs. There are no values.
 * Entities that the graph does not have are left out, and said; an empty file gives none.
 */
export function attributesOf(source: Source, file: string, entities: Entities, notes: string[]): Literals | undefined {
  const path = source.path(file);
  const byLabel = new Map(entities.labels.map((label, row) => [label, row]));
  const number = new Map<string, number>();
  const columns = { entity: [] as number[], attribute: [] as number[] };
  const strangers: string[] = [];
  for (const { text, at } of allLines(source.bytes(file), path)) {
    const [id, ...attributes] = text.split('\t').filter((field) => field !== '');
    if (id === undefined) continue;
    const row = byLabel.get(id) ?? entities.rows.get(plainNumber(id));
    if (row === undefined) strangers.push(`${at()} (${id})`);
    else
      for (const attribute of attributes) {
        if (!number.has(attribute)) number.set(attribute, number.size);
        columns.entity.push(row);
        columns.attribute.push(number.get(attribute)!);
      }
  }
  if (strangers.length > 0)
    notes.push(
      `${path}: ${strangers.length} lines are of entities that the graph does not have, and are left out: ` +
        `${strangers.slice(0, 3).join('; ')}${strangers.length > 3 ? ' …' : ''}`,
    );
  notes.push(`${path}: ${number.size} attributes, without values`);
  if (columns.entity.length === 0) return undefined;
  return {
    entity: Int32Array.from(columns.entity),
    attribute: Int32Array.from(columns.attribute),
    attributes: [...number.keys()],
    values: columns.entity.map(() => ''),
  };
}
