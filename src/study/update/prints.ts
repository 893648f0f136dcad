import { sha256 } from '../../base/index.js';
import { row } from '../../compute/index.js';
import type { AlignmentTask, MultimodalGraph } from '../../graph/index.js';

const length = 16;

/** A short text an entity that changes with its features; not with its triples, nor with what is counted from them. */
export function entityPrints(task: AlignmentTask, side: 'left' | 'right'): string[] {
  const tables = task.modalities
    .filter(({ name }) => name !== 'relation')
    .map(({ name }) => task[side].features.get(name)!);
  return task[side].ids.map((_, i) => {
    const rows = tables.map(({ values, known }) => (known[i] ? bytesOf(row(values, i)) : noRow));
    return sha256(Buffer.concat(rows.flatMap((bytes) => [bytes, noRow]))).slice(0, length);
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength);

const noRow = Buffer.from('|');

/** A short text that changes with any triple, whatever the order of rows and triples. */
export function edgesPrint({ ids, triples }: MultimodalGraph): string {
  const { head, relation, tail } = triples;
  const lines = Array.from(head, (h, t) => `${ids[h]}\t${relation[t]}\t${ids[tail[t]!]}`);
  return sha256(lines.sort().join('\n')).slice(0, length);
}

/** What must be the same of an earlier task and a later one. */
export const modalitiesOf = ({ modalities, left }: AlignmentTask) =>
  modalities.map(({ name, comparable }) => ({ name, comparable, columns: left.features.get(name)!.values.cols }));
