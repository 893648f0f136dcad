import { Matrix } from 'ml-matrix';
import * as z from 'zod';
import {
  like,
  OptionError,
  type Options,
  option,
  optionSet,
  type Resolved,
  steps,
  type Work,
} from '../../base/index.js';
import { type Pairs, random } from '../../compute/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../../graph/index.js';
import { bestFirst } from '../pick.js';
import { fields, type SeedResult, secondsSince } from '../stage.js';
import { has } from '../weights.js';
import { anchorsOf } from './anchors.js';
import { type VariantClasses, variantClasses } from './classes.js';
import { assignByMap } from './difference-map.js';
import { centredRows, rowsOf, toUnitScale } from './differences.js';
import { type ClassPair, matchedClasses } from './matched.js';
import { type SlotEvidence, slotOrder } from './slot-order.js';
import { commonSlots, inOrder, type Slots } from './slots.js';

export const variantOptions = optionSet('variantSeeds', {
  modality: option(z.string(), 'image', 'What alone tells the members of a class apart'),
  most: option(z.number().int().min(2), 50, 'Larger classes are left as they are'),
  slots: option(z.number().int().min(2).max(7), 7, 'Up to this size all orders of a class are compared'),
  least: option(
    z.number().int().min(2),
    10,
    'Classes of one size, matched across the graphs, from which their common order is learned',
  ),
  coherence: option(
    z.number().min(0).max(1),
    0.25,
    "Share of the differences in both graphs that a common order must explain; below it that size's classes are left as they are",
  ),
  margin: option(
    z.number().nonnegative(),
    0.3,
    'By how many standard deviations an order must be ahead of the next; below it the seeds stay as they are',
  ),
  seed: like(fields.seed, 1, 'Drives everything random'),
});

/** Settings of {@link variantSeeds}. */
export interface VariantOptions extends Options<typeof variantOptions> {}

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

/** The seeds, and what was found of variants. */
export interface VariantResult extends SeedResult<VariantOptions> {
  /** Classes of each graph, those matched across the graphs, and the entities of one graph in the latter. */
  readonly found: {
    readonly left: number;
    readonly right: number;
    readonly matched: number;
    readonly entities: number;
  };
  readonly sizes: readonly VariantSize[];
}

/**
 * Puts seeds right inside classes of variants: entities of one graph that a single modality tells apart (the same
 * attributes and triples: colours of a product, skin tones, editions). Looks mislead there, since each graph has its own
 * way to show the same variant, but how members differ is alike in all classes of a graph, and the seeds say which class
 * is which. In each graph the members of all classes of a size are brought into a common order; one order across the
 * graphs is then chosen for all of them at once, from far more evidence than one class has; classes of other sizes
 * follow by a linear map of the differences. Classes that have no equally large partner, and sizes without a common
 * order, keep their seeds; a task without such classes, or without the modality, keeps all.
 *
 * A pair inside a class scores what the seeds of that class scored in the mean.
 * @throws {InputError} for seeds that do not fit the task, {@link OptionError} for an unknown modality
 */
export async function variantSeeds(
  task: AlignmentTask,
  seeds: SeedSet,
  options?: VariantOptions,
  work?: Work,
): Promise<VariantResult> {
  checkSeeds(seeds, task);
  return placeVariants(task, seeds, resolveVariants(task, options), work);
}

/** Every option filled in, and checked against the task. */
export function resolveVariants(task: AlignmentTask, options?: VariantOptions): Resolved<VariantOptions> {
  const o = variantOptions.resolve(options);
  if (options?.modality !== undefined && !has(task, o.modality))
    throw new OptionError(
      `the task has no modality "${o.modality}" that can be compared`,
      'variantSeeds: option "modality"',
      `It has: ${task.modalities.map((m) => m.name).join(', ')}`,
    );
  return o;
}

const none = { left: 0, right: 0, matched: 0, entities: 0 };

/** {@link variantSeeds} with options that are checked. */
export async function placeVariants(
  task: AlignmentTask,
  seeds: SeedSet,
  o: Resolved<VariantOptions>,
  work?: Work,
): Promise<VariantResult> {
  const start = performance.now();
  const done = (more: Partial<VariantResult> = {}): VariantResult => ({
    ...{ seeds, found: none, sizes: [], options: o },
    ...more,
    seconds: secondsSince(start),
  });
  if (!has(task, o.modality)) return done();
  const tell = steps(work, 'variants', 1);
  await tell(0);
  const sides = { left: variantClasses(task, 'left', o), right: variantClasses(task, 'right', o) };
  const pairs = matchedClasses(sides.left, sides.right, seeds);
  const found = {
    left: sides.left.classes.length,
    right: sides.right.classes.length,
    matched: pairs.length,
    entities: pairs.reduce((sum, { left }) => sum + left.length, 0),
  };
  const { partners, sizes } = partnersWithin(task, pairs, seeds, anchors(sides, seeds), o);
  await tell(1, `${found.matched} classes`);
  return done({ seeds: partners ? withPartners(seeds, pairs, partners, o.seed) : seeds, found, sizes });
}

/** Seeds with no end in a class. */
function anchors({ left, right }: Record<'left' | 'right', VariantClasses>, seeds: SeedSet): [number, number][] {
  const all = Array.from(seeds.left, (l, p): [number, number] => [l, seeds.right[p]!]);
  return all.filter(([l, r]) => left.classOf[l]! < 0 && right.classOf[r]! < 0);
}

/** The right member of each left member of every pair of classes; none where no size has a common order. */
function partnersWithin(
  task: AlignmentTask,
  pairs: readonly ClassPair[],
  seeds: SeedSet,
  anchored: readonly [number, number][],
  o: Resolved<VariantOptions>,
) {
  const [tl, tr] = [task.left.features.get(o.modality)!, task.right.features.get(o.modality)!];
  const [rowLeft, rowRight] = [rowsOf(tl, o.seed), rowsOf(tr, o.seed)];
  const left = toUnitScale(pairs.map((pair) => centredRows(pair.left, rowLeft)));
  const right = toUnitScale(pairs.map((pair) => centredRows(pair.right, rowRight)));
  const both = anchored.filter(([l, r]) => tl.known[l] && tr.known[r]);
  const rows = { left: both.map(([l]) => rowLeft(l)), right: both.map(([, r]) => rowRight(r)) };
  const taught = anchorsOf(rows.left, rows.right);
  const partner = new Map(Array.from(seeds.left, (l, p) => [l, seeds.right[p]!]));
  const fixed = new Map<number, readonly number[]>();
  const sizes: VariantSize[] = [];
  for (const size of new Set(pairs.map((pair) => pair.left.length))) {
    const numbers = [...pairs.keys()].filter((c) => pairs[c]!.left.length === size);
    if (size > o.slots || numbers.length < o.least) continue;
    const voted = numbers.map((c) => pairs[c]!.left.map((l) => pairs[c]!.right.indexOf(partner.get(l) ?? -1)));
    const own = ofSize(
      { left: numbers.map((c) => left[c]!), right: numbers.map((c) => right[c]!), voted, anchors: taught },
      o,
    );
    sizes.push(own.about);
    own.partners?.forEach((partner, i) => {
      fixed.set(numbers[i]!, partner);
    });
  }
  return { partners: fixed.size > 0 ? assignByMap(left, right, fixed) : undefined, sizes };
}

interface SizeInput extends Pick<SlotEvidence, 'left' | 'right' | 'anchors'> {
  /** For each class and left member the right member that the seeds say, or -1. */
  readonly voted: readonly (readonly number[])[];
}

/** The partners within equally large classes by their slots, where there is a common order. */
function ofSize(
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

/** The seeds with those inside and into the classes exchanged, best first. */
function withPartners(
  seeds: SeedSet,
  pairs: readonly ClassPair[],
  partners: readonly (readonly number[])[],
  seed: number,
): SeedSet {
  const inLeft = new Map(pairs.flatMap(({ left }, c) => left.map((l) => [l, c] as const)));
  const inRight = new Map(pairs.flatMap(({ right }, c) => right.map((r) => [r, c] as const)));
  const scores = pairs.map((): number[] => []);
  const kept: [number, number, number][] = [];
  seeds.left.forEach((l, p) => {
    const [r, score] = [seeds.right[p]!, seeds.score[p]!];
    const [a, b] = [inLeft.get(l), inRight.get(r)];
    if (a === undefined && b === undefined) kept.push([l, r, score]);
    else if (a !== undefined && a === b) scores[a]!.push(score);
  });
  const placed = pairs.flatMap(({ left, right }, c) => {
    const mean = scores[c]!.reduce((sum, x) => sum + x, 0) / scores[c]!.length;
    return left.map((l, i): [number, number, number] => [l, right[partners[c]![i]!]!, mean]);
  });
  const all = [...kept, ...placed];
  const found: Pairs = {
    left: Int32Array.from(all, ([l]) => l),
    right: Int32Array.from(all, ([, r]) => r),
    score: Float32Array.from(all, ([, , score]) => score),
  };
  return bestFirst(found, seed);
}
