import { like, type Options, optionSet, type Resolved, steps, type Work } from '../base/index.js';
import type { Pairs } from '../compute/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { pickAmong } from './pick.js';
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
export async function learnWeights(task: AlignmentTask, options?: LearnWeightsOptions, work?: Work): Promise<Weights> {
  return weightsByAgreement(task, learnWeightsOptions.resolve(options), work);
}

/** {@link learnWeights} with options that are checked. */
export async function weightsByAgreement(
  task: AlignmentTask,
  o: Resolved<LearnWeightsOptions>,
  work?: Work,
): Promise<Weights> {
  const names = task.modalities.filter((m) => m.comparable).map((m) => m.name);
  if (names.length < 2) return Object.fromEntries(names.map((name) => [name, 1]));
  const tell = steps(work, 'weights of the modalities', names.length);
  await tell(0);
  const agreement: number[] = [];
  for (const name of names) {
    const rest = pairsBy(
      task,
      names.filter((other) => other !== name),
      names,
      o,
    );
    agreement.push(sharedPairs(pairsBy(task, [name], names, o), rest));
    await tell(agreement.length, name);
  }
  const most = Math.max(...agreement);
  return Object.fromEntries(names.map((name, m) => [name, most > 0 ? Math.sqrt(agreement[m]! / most) : 1]));
}

/** Mutual nearest neighbours by the modalities used, of all that can be compared. */
function pairsBy(
  task: AlignmentTask,
  used: readonly string[],
  all: readonly string[],
  o: Resolved<LearnWeightsOptions>,
) {
  // Every comparable modality is named, so that names never stand in for pictures here.
  const weights = Object.fromEntries(all.map((name) => [name, used.includes(name) ? 1 : 0]));
  const sides = rawSides(task, { weights, missing: 'spread' });
  return pickAmong(sides, knownRows(sides), { pick: 'mutual', k: Number.POSITIVE_INFINITY, candidates: 1, ...o });
}

/** The share of a modality's own pairs that the rest finds as well. */
function sharedPairs(own: Pairs, rest: Pairs): number {
  const partner = new Map(Array.from(rest.left, (l, i) => [l, rest.right[i]!]));
  return own.left.filter((l, i) => partner.get(l) === own.right[i]).length / Math.max(1, own.left.length);
}
