import { hash } from 'node:crypto';
import type { FeatureTable } from '../graph/index.js';

/** How many known rows of a table are equal to another's, bit for bit. */
export function alikeRows({ values, known }: FeatureTable): number {
  const counts = new Map<string, number>();
  for (let i = 0; i < values.rows; i++) {
    if (!known[i]) continue;
    const own = values.data.subarray(i * values.cols, (i + 1) * values.cols);
    const key = hash('sha1', new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let alike = 0;
  for (const count of counts.values()) if (count > 1) alike += count;
  return alike;
}

/** Says how many entities of a graph nothing in a modality tells from another one. */
export function sayAlike(graph: string, modality: string, table: FeatureTable, notes: string[]): void {
  // Relation counts are alike wherever triples are, which is no surprise.
  const alike = modality === 'relation' ? 0 : alikeRows(table);
  if (alike > 0) notes.push(`${graph}: ${alike} entities have the same features "${modality}" as another one`);
}
