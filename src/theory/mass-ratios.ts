import { shares } from '../stats/index.js';
import type { TrainingMass } from './mass.js';

/** What regions have of a whole over their share of the entities: 1 is their due. */
export interface MassRatios {
  /** The regions, the one with most seeds for its entities first; the ratios below are in this order. */
  readonly order: readonly number[];
  readonly seeds: readonly number[];
  /** Of the entities' gradients at the last step looked at. */
  readonly gradient: readonly number[];
  /** Of AdamW's updates at that step. */
  readonly update: readonly number[];
}

/** T4 by region: who gets more, and who less, than its entities' share. @param seeds number of seeds by region */
export function massRatios(
  { steps, entities }: Pick<TrainingMass, 'steps' | 'entities'>,
  seeds: readonly number[],
): MassRatios {
  const pi = shares(entities.region!);
  const q = shares(seeds);
  const order = [...pi.keys()].sort((a, b) => q[b]! / pi[b]! - q[a]! / pi[a]!);
  const over = (list: readonly number[]) => order.map((c) => list[c]! / pi[c]!);
  const { gradient, update } = steps[steps.length - 1]!.groups.region!;
  return { order, seeds: over(q), gradient: over(shares(gradient.byGroup)), update: over(shares(update.byGroup)) };
}
