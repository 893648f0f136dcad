import { createHash } from 'node:crypto';
import type { AlignmentTask } from './task.js';

/** SHA-256 of all that a task holds (ids, triples, features, in row order), as hex digits. */
export function taskFingerprint(task: AlignmentTask): string {
  const sum = createHash('sha256').update(task.name);
  for (const { ids, triples, features } of [task.left, task.right]) {
    sum.update(ids.join('\n'));
    for (const column of [triples.head, triples.relation, triples.tail]) sum.update(column);
    for (const [name, { values, known }] of features) sum.update(name).update(values.data).update(known);
  }
  return sum.digest('hex');
}
