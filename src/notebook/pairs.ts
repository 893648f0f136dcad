import { DataError, escapeHtml } from '../base/index.js';
import type { AlignmentTask, GroundTruth } from '../graph/index.js';
import { host } from './host.js';
import { labelsOnly, thumbnailsOf } from './thumbnails.js';

export interface PairsOptions {
  /** How many pairs, from the first on (24). */
  readonly limit?: number;
  /** When given, wrong pairs get a red frame and right ones a green one. */
  readonly truth?: GroundTruth | undefined;
}

/** Matched entities: left row numbers and right row numbers. */
export interface PairList {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
}

/**
 * Shows pairs as pictures, the left graph's beside the right one's, with their labels on hover: pictures of your own, or the
 * embedded emoji's. An entity without a picture, or with one that cannot be read, shows its label.
 * @throws {DataError} when neither graph has pictures
 */
export async function showPairs(task: AlignmentTask, pairs: PairList, o: PairsOptions = {}): Promise<void> {
  const made = await Promise.all([thumbnailsOf(task.left), thumbnailsOf(task.right)]);
  if (!made[0] && !made[1]) throw new DataError(`task "${task.name}" has no pictures`, 'showPairs', 'Use showTable');
  const [left, right] = [made[0] ?? labelsOnly(task.left), made[1] ?? labelsOnly(task.right)];
  const partner = o.truth?.rightOf(task.left.entityCount);
  const count = Math.min(o.limit ?? 24, pairs.left.length);
  const cells: string[] = [];
  const lines: string[] = [];
  for (let n = 0; n < count; n++) {
    const [l, r] = [pairs.left[n]!, pairs.right[n]!];
    const verdict = partner && (partner[l] === r ? 'right' : 'wrong');
    const labels = `${task.left.labels[l]} – ${task.right.labels[r]}${verdict ? ` (${verdict})` : ''}`;
    const colour = verdict === undefined ? '#bbb' : verdict === 'right' ? '#009e73' : '#d55e00';
    const pictures = `${await left(l)}${await right(r)}`;
    cells.push(
      `<span title="${escapeHtml(labels)}" style="display:inline-flex;vertical-align:middle;gap:4px;margin:3px;padding:4px;border:2px solid ${colour};border-radius:8px;background:#fff">${pictures}</span>`,
    );
    lines.push(labels);
  }
  host().open({ 'text/html': `<div>${cells.join('')}</div>`, 'text/plain': lines.join('\n') });
}
