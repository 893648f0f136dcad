import type { Matrix } from 'ml-matrix';
import type { AnchorMap } from './anchors.js';

/** Which right slot each left slot is, and by how much it was chosen. */
export interface SlotOrder {
  readonly right: readonly number[];
  /** The best order's score less the second best's, in standard deviations over all orders. */
  readonly margin: number;
}

/**
 * The order in which the right slots are the left ones, the best of all by two kinds of evidence, each in standard
 * deviations: (a) whether a class whose members are unusually far apart in one graph has that between the same slots in
 * the other (correlation over classes of the deviations of distances; unmoved by any shift that is common to all
 * classes), and (b) the products of differences through the map that entities outside the classes have taught.
 * @param left C matrices k × d in slots; @param right likewise
 */
export function slotOrder(left: readonly Matrix[], right: readonly Matrix[], map: AnchorMap | undefined): SlotOrder {
  const k = left[0]!.rows;
  const unlike = distanceAgreement(left, right, pairsOf(k));
  const like = map && productSums(left, right, map);
  const orders = [...permutations(k)];
  const scores = [
    standardised(orders.map((order) => unlike(order))),
    ...(like ? [standardised(orders.map((order) => order.reduce((sum, b, a) => sum + like.get(a, b), 0)))] : []),
  ];
  const total = standardised(orders.map((_, i) => scores.reduce((sum, score) => sum + score[i]!, 0)));
  const ranked = orders.map((_, i) => i).sort((a, b) => total[b]! - total[a]!);
  return { right: orders[ranked[0]!]!, margin: total[ranked[0]!]! - (total[ranked[1]!] ?? Number.NEGATIVE_INFINITY) };
}

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

/** Sums over the classes of mapped left difference · right difference, slot by slot (k × k). */
function productSums(left: readonly Matrix[], right: readonly Matrix[], map: AnchorMap): Matrix {
  return left.map((set, c) => map.products(set, right[c]!)).reduce((sum, products) => sum.add(products));
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
