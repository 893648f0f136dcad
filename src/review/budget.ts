import type { AlignmentTask } from '../graph/index.js';
import { pictureUrl, smallPictures } from './pictures.js';

/** Pictures made at once. */
const AT_ONCE = 16;

/** Of which entity: its graph, and its place among the page's entities. */
export type Wanted = readonly [side: 'left' | 'right', place: number, row: number];

/** What pictures were put in. */
export interface PutIn {
  readonly left: ReadonlyMap<number, string>;
  readonly right: ReadonlyMap<number, string>;
  /** Entities whose picture found no room, or may not have: nobody looked. */
  readonly leftOut: number;
}

/**
 * The pictures of the wanted entities as data URLs by place, in that order, until they take `bytes`.
 * @param step is told how many were looked at
 */
export async function picturesWithin(
  task: AlignmentTask,
  wanted: readonly Wanted[],
  bytes: number,
  step: (done: number) => Promise<void>,
): Promise<PutIn> {
  const found = { left: new Map<number, string>(), right: new Map<number, string>() };
  const [left, right] = await Promise.all([smallPictures(task.left), smallPictures(task.right)]);
  const pictures = { left, right };
  const those = bytes > 0 ? wanted.filter(([side]) => pictures[side]) : [];
  let room = bytes;
  for (let from = 0; from < those.length; from += AT_ONCE) {
    const some = those.slice(from, from + AT_ONCE);
    const made = await Promise.all(some.map(([side, , row]) => pictures[side]!(row)));
    for (const [i, webp] of made.entries()) {
      if (!webp) continue;
      const url = pictureUrl(webp);
      if (url.length > room) return { ...found, leftOut: those.length - from - i };
      room -= url.length;
      found[some[i]![0]].set(some[i]![1], url);
    }
    await step(from + some.length);
  }
  return { ...found, leftOut: 0 };
}
