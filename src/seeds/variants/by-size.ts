import { Matrix } from 'ml-matrix';
import type { Resolved } from '../../base/index.js';
import { type Random, random } from '../../compute/index.js';
import type { PartnerRows } from './difference-map.js';
import type { ClassRows } from './differences.js';
import { membersInSlots } from './incomplete.js';
import type { VariantOptions } from './options.js';
import { type SlotEvidence, slotOrder } from './slot-order.js';
import { commonSlots, inOrder } from './slots.js';

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
export interface SizeInput extends Pick<SlotEvidence, 'anchors'> {
  readonly size: number;
  readonly left: readonly ClassRows[];
  readonly right: readonly ClassRows[];
  /** For each class and left member the right member that the seeds say, or -1. */
  readonly voted: readonly (readonly number[])[];
}

/** What the common order says of one pair of classes. */
export interface OrderedPair {
  /** For each left member the right member; -1 where more than one member lacks the modality, and so no slot is known. */
  readonly partners: readonly number[];
  /** The partners' differences, row by row, where all members have the modality. */
  readonly rows?: PartnerRows;
}

/**
 * The partners within equally large classes by their slots, where there is a common order. It is learned from classes whose
 * members all have the modality; the others follow.
 */
export function bySlots(
  { size, left, right, voted, anchors }: SizeInput,
  o: Resolved<VariantOptions>,
): { about: VariantSize; pairs?: OrderedPair[] } {
  const draw = random(o.seed).fork(`variants of ${size}`);
  const [ls, rs] = [slotted(left, size, draw), slotted(right, size, draw)];
  const about = { size, classes: left.length, coherence: [ls.coherence, rs.coherence] as const };
  if (Math.min(...about.coherence) < o.coherence) return { about };
  const whole = [...left.keys()].filter((c) => ls.rows[c] && rs.rows[c]);
  const evidence = (rows: readonly (Matrix | undefined)[]) => whole.map((c) => rows[c]!);
  const votes = slotVotes(voted, ls.member, rs.member);
  const order = slotOrder({ left: evidence(ls.rows), right: evidence(rs.rows), anchors, votes });
  if (order.margin < o.margin) return { about: { ...about, margin: order.margin } };
  const pairs = ls.member.map((members, c): OrderedPair => {
    const partners = new Array<number>(size).fill(-1);
    members.forEach((member, slot) => {
      if (member >= 0) partners[member] = rs.member[c]![order.right[slot]!]!;
    });
    const [l, r] = [ls.rows[c], rs.rows[c]];
    return { partners, ...(l && r && { rows: { left: l, right: inOrder(r, order.right) } }) };
  });
  return { about: { ...about, margin: order.margin }, pairs };
}

/** All classes of a graph in the slots that those without gaps have taught, and the differences in slots of these. */
function slotted(classes: readonly ClassRows[], size: number, draw: Random) {
  const whole = classes.filter(({ which }) => which.length === size);
  const { member, means, coherence } = commonSlots(
    whole.map(({ rows }) => rows),
    draw,
  );
  const own = new Map(whole.map((of, i) => [of, member[i]!]));
  return {
    coherence,
    member: classes.map((of) => own.get(of) ?? membersInSlots(of.rows, of.which, means)),
    rows: classes.map((of) => (own.has(of) ? inOrder(of.rows, own.get(of)!) : undefined)),
  };
}

type Members = readonly (readonly number[])[];

/** How many seeds go from each left slot to each right one. */
function slotVotes(voted: SizeInput['voted'], left: Members, right: Members): Matrix {
  const size = left[0]!.length;
  const votes = Matrix.zeros(size, size);
  left.forEach((members, c) => {
    members.forEach((member, a) => {
      const wanted = voted[c]![member] ?? -1;
      const b = wanted < 0 ? -1 : right[c]!.indexOf(wanted);
      if (b >= 0) votes.set(a, b, votes.get(a, b) + 1);
    });
  });
  return votes;
}
