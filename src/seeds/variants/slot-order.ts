import { Matrix } from 'ml-matrix';
import type { Anchors } from './anchors.js';
import { blocksOf, product, stacked } from './products.js';
import { heldOutResiduals } from './residuals.js';

/** Which right slot each left slot is, and by how much it was chosen. */
export interface SlotOrder {
  readonly right: readonly number[];
  /** The best order's score less the second best's, in standard deviations over all orders. */
  readonly margin: number;
}

/** What is known of the classes of one size, in slots. */
export interface SlotEvidence {
  /** C matrices k × d of differences, root mean square 1. */
  readonly left: readonly Matrix[];
  readonly right: readonly Matrix[];
  readonly anchors: Anchors | undefined;
  /** k × k: seeds from a left to a right slot. They follow the looks, which mislead. */
  readonly votes: Matrix;
}

/** How much the seeds count. Chosen with what else counts on the development pairs, whole and in parts. */
const voteWeight = 0.1;

/**
 * The order in which the right slots are the left ones: of all orders that with the most evidence, each kind in standard
 * deviations over the orders. (a) Whether a class whose members are unusually far apart in one graph is so between the
 * same slots in the other: correlation over classes of the deviations of distances, which no shift that is common to all
 * classes moves. (b) Products of differences through what the anchors have taught. (c) The residuals of one map for all
 * classes and anchors, on classes it has not seen. (d) A little, the seeds.
 */
export function slotOrder({ left, right, anchors, votes }: SlotEvidence): SlotOrder {
  const k = left[0]!.rows;
  const orders = [...permutations(k)];
  const tables = (anchors?.forms ?? []).map(({ weight, form }) => ({ weight, of: productSums(left, right, form) }));
  const kinds = [
    { weight: 1, score: distanceAgreement(left, right, pairsOf(k)) },
    ...tables.map(({ weight, of }) => ({ weight, score: summed(of) })),
    { weight: 1, score: negative(heldOutResiduals(left, right, anchors)) },
  ];
  const scored = (all: readonly { weight: number; score: (order: readonly number[]) => number }[]) => {
    const columns = all.map(({ weight, score }) => standardised(orders.map(score)).map((x) => weight * x));
    return standardised(orders.map((_, i) => columns.reduce((sum, column) => sum + column[i]!, 0)));
  };
  const bySeeds = standardised(orders.map(summed(votes)));
  const total = standardised(scored(kinds).map((x, i) => x + voteWeight * bySeeds[i]!));
  const ranked = orders.map((_, i) => i).sort((a, b) => total[b]! - total[a]!);
  return { right: orders[ranked[0]!]!, margin: total[ranked[0]!]! - (total[ranked[1]!] ?? Number.NEGATIVE_INFINITY) };
}

const summed = (table: Matrix) => (order: readonly number[]) => order.reduce((sum, b, a) => sum + table.get(a, b), 0);

const negative = (score: (order: readonly number[]) => number) => (order: readonly number[]) => -score(order);

type SlotPair = readonly [number, number];

/** All pairs of slots, and for every order the sum over them of how the deviations of their distances correlate. */
function distanceAgreement(left: readonly Matrix[], right: readonly Matrix[], pairs: readonly SlotPair[]) {
  const [dl, dr] = [deviations(left, pairs), deviations(right, pairs)];
  const k = left[0]!.rows;
  const at = new Map(pairs.flatMap(([a, b], p) => [[a * k + b, p] as const, [b * k + a, p] as const]));
  const agree = dl.map((own) => dr.map((other) => own.reduce((sum, x, c) => sum + x * other[c]!, 0) / own.length));
  return (order: readonly number[]) =>
    pairs.reduce((sum, [a, b], p) => sum + agree[p]![at.get(order[a]! * k + order[b]!)!]!, 0);
}

/** By pair of slots, each class's distance as a share of all its distances, standardised over the classes. */
function deviations(sets: readonly Matrix[], pairs: readonly SlotPair[]): number[][] {
  const shares = sets.map((set) => {
    const rows = set.to2DArray();
    const far = pairs.map(([a, b]) => Math.hypot(...rows[a]!.map((x, j) => x - rows[b]![j]!)));
    const sum = far.reduce((all, x) => all + x, 0) || 1;
    return far.map((x) => x / sum);
  });
  return pairs.map((_, p) => standardised(shares.map((share) => share[p]!)));
}

/** Sums over the classes of left difference · form · right difference, slot by slot (k × k). */
function productSums(left: readonly Matrix[], right: readonly Matrix[], form: Matrix): Matrix {
  const k = left[0]!.rows;
  const compared = blocksOf(product(stacked(left), form), left);
  return compared.reduce((sum, set, c) => sum.add(set.mmul(right[c]!.transpose())), Matrix.zeros(k, k));
}

const pairsOf = (k: number): SlotPair[] =>
  Array.from({ length: k }, (_, a) => Array.from({ length: k - a - 1 }, (__, d) => [a, a + 1 + d] as const)).flat();

function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  return values.map((x) => (deviation > 1e-12 ? (x - mean) / deviation : 0));
}

/** All orders of 0 … k-1. */
function* permutations(k: number, begun: readonly number[] = []): Generator<readonly number[]> {
  if (begun.length === k) yield begun;
  for (let i = 0; i < k; i++) if (!begun.includes(i)) yield* permutations(k, [...begun, i]);
}
