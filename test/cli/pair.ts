import type { AlignmentTask } from '../../src/graph/index.js';
import { type Files, npy } from '../support/put-files.js';
import { smallTask } from '../support/small-task.js';

/** Files of two graphs of `count` entities with pictures, attributes and true links; right ids start at `count`. */
export function pairFiles(count = 60): Files {
  const { task, truth } = smallTask(count);
  const ids = (shift: number) => Array.from({ length: count }, (_, i) => `${i + shift}\tentity ${i}\n`).join('');
  return {
    ent_ids_1: ids(0),
    ent_ids_2: ids(count),
    triples_1: triples(task.left.triples, 0),
    triples_2: triples(task.right.triples, count),
    ill_ent_ids: Array.from(truth.links.left, (l, i) => `${l}\t${truth.links.right[i]! + count}\n`).join(''),
    'V.npy': table(task, 'image'),
    'A.npy': table(task, 'attribute'),
  };
}

function triples({ head, relation, tail }: AlignmentTask['left']['triples'], shift: number): string {
  return Array.from(head, (h, t) => `${h + shift}\t${relation[t]}\t${tail[t]! + shift}\n`).join('');
}

function table({ left, right }: AlignmentTask, modality: string): Uint8Array {
  const [a, b] = [left, right].map((graph) => graph.features.get(modality)!.values);
  return npy([...a!.data, ...b!.data], [a!.rows + b!.rows, a!.cols]);
}
