import { Matrix } from 'ml-matrix';
import type { Resolved } from '../../base/index.js';
import { random } from '../../compute/index.js';
import type { VariantOptions } from './options.js';
import { type SlotEvidence, slotOrder } from './slot-order.js';
import { commonSlots, inOrder, type Slots } from './slots.js';

/** What was learned of the classes of one size. */
export interface VariantSize {
  readonly size: number;
  /** Pairs of classes. */
  readonly classes: number;
  /** Share of the differences that the common order explains, in each graph. */
  readonly coherence: readonly [left: number, right: number];
  /** By how much the order was chosen, in standard deviations over all orders; absent where coherence was too low. */
  readonly margin?: number;
}

/** What is known of the pairs of classes of one size. */
export interface SizeInput extends Pick<SlotEvidence, 'left' | 'right' | 'anchors'> {
  /** For each class and left member the right member that the seeds say, or -1. */
  readonly voted: readonly (readonly number[])[];
}

/** The partners within equally large classes by their slots, where there is a common order. */
export function bySlots(
  { left, right, voted, anchors }: SizeInput,
  o: Resolved<VariantOptions>,
): { about: VariantSize; partners?: number[][] } {
  const size = left[0]!.rows;
  const draw = random(o.seed).fork(`variants of ${size}`);
  const [ls, rs] = [commonSlots(left, draw), commonSlots(right, draw)];
  const about = { size, classes: left.length, coherence: [ls.coherence, rs.coherence] as const };
  if (Math.min(...about.coherence) < o.coherence) return { about };
  const inSlots = (sets: readonly Matrix[], { member }: Slots) => sets.map((set, c) => inOrder(set, member[c]!));
  const votes = slotVotes(voted, ls, rs);
  const order = slotOrder({ left: inSlots(left, ls), right: inSlots(right, rs), anchors, votes });
  if (order.margin < o.margin) return { about: { ...about, margin: order.margin } };
  const partners = ls.member.map((members, c) => {
    const partner = new Array<number>(size).fill(0);
    members.forEach((member, slot) => {
      partner[member] = rs.member[c]![order.right[slot]!]!;
    });
    return partner;
  });
  return { about: { ...about, margin: order.margin }, partners };
}

/** How many seeds go from each left slot to each right one. */
function slotVotes(voted: SizeInput['voted'], left: Slots, right: Slots): Matrix {
  const size = left.member[0]!.length;
  const votes = Matrix.zeros(size, size);
  left.member.forEach((members, c) => {
    members.forEach((member, a) => {
      const b = right.member[c]!.indexOf(voted[c]![member]!);
      if (b >= 0) votes.set(a, b, votes.get(a, b) + 1);
    });
  });
  return votes;
}
