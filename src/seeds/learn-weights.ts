import { like, type Options, optionSet } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { type Marked, pickAmong } from './pick.js';
import { knownRows, rawSides } from './sides.js';
import { fields } from './stage.js';
import type { Weights } from './weights.js';

export const learnWeightsOptions = optionSet('learnWeights', {
  csls: like(fields.csls, 10, 'Neighbours in the hubness correction, CSLS; 0: none'),
  seed: like(fields.seed, 1, 'Breaks ties'),
});

/** Settings of {@link learnWeights}. */
export interface LearnWeightsOptions extends Options<typeof learnWeightsOptions> {}

/**
 * Block weights without labels: a modality counts by how far its mutual nearest neighbours agree with those of all
 * the others together. w_m = √(a_m / max a), a_m the share of its pairs that the others find as well, so that a
 * modality's share of the similarity (w²) is in proportion to its agreement. One modality alone weighs 1.
 */
export function learnWeights(task: AlignmentTask, options?: LearnWeightsOptions): Weights {
  const o = learnWeightsOptions.resolve(options);
  const names = task.modalities.filter((m) => m.comparable).map((m) => m.name);
  if (names.length < 2) return Object.fromEntries(names.map((name) => [name, 1]));
  const pairsOf = (used: readonly string[]): Marked => {
    // Every comparable modality is named, so that names never stand in for pictures here.
    const weights = Object.fromEntries(names.map((name) => [name, used.includes(name) ? 1 : 0]));
    const sides = rawSides(task, { weights, missing: 'spread' });
    return pickAmong(sides, knownRows(sides), { pick: 'mutual', k: Number.POSITIVE_INFINITY, candidates: 1, ...o });
  };
  const agreement = names.map((name) => {
    const rest = pairsOf(names.filter((other) => other !== name));
    const partner = new Map(Array.from(rest.left, (l, i) => [l, rest.right[i]!]));
    const own = pairsOf([name]);
    return own.left.filter((l, i) => partner.get(l) === own.right[i]).length / Math.max(1, own.left.length);
  });
  const most = Math.max(...agreement);
  return Object.fromEntries(names.map((name, m) => [name, most > 0 ? Math.sqrt(agreement[m]! / most) : 1]));
}
