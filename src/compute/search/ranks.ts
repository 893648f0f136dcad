import { corrected } from './csls.js';
import type { Scores } from './scores.js';

/** How many OTHER columns score at least as high as the row's target, so that ties count against us; target -1: skipped (-1). */
export function rankCounts(scores: Scores, targets: Int32Array): Int32Array {
  const counts = new Int32Array(targets.length).fill(-1);
  corrected(scores, (i, values) => {
    const target = targets[i]!;
    if (target < 0) return;
    const bar = values[target]!;
    let count = -1;
    for (const score of values) if (score >= bar) count++;
    counts[i] = count;
  });
  return counts;
}
