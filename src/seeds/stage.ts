import * as z from 'zod';
import { count, OptionError, option, type Resolved, roundCount } from '../base/index.js';
import type { AlignmentTask, Links, SeedSet } from '../graph/index.js';
import type { PlanOptions } from './plan.js';
import { fusedWeights, type Weights } from './weights.js';

/** What every maker of seeds returns: enough to use them, and to make them again. */
export interface SeedResult<O> {
  readonly seeds: SeedSet;
  /** Every option as it was used, defaults filled in. */
  readonly options: Resolved<O>;
  /** Wall-clock time. */
  readonly seconds: number;
}

/** The settings of another set, or null; they are checked by that set when they are used. */
export const settings = <T extends object>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null, 'an object of settings') as z.ZodType<T>;

/** Checks shared by several stages' options. */
export const fields = {
  /** {@link checkCount} knows how many there can be. */
  k: option(count(), 800, 'Number of seeds'),
  seed: option(z.number().int(), 1, 'Drives everything random'),
  weights: option(
    z.record(z.string(), z.number().nonnegative()) as z.ZodType<Weights>,
    fusedWeights,
    'Block weights of the modalities compared',
  ),
  links: option<Links | null>(
    z
      .custom<Links | null>(
        (value) => value === null || isLinks(value),
        'two columns of row numbers, { left, right }, or null',
      )
      .transform((links) => (links && links.left.length > 0 ? columnsOf(links) : null)),
    null,
    'Pairs known to be true, if any',
  ),
  csls: option(count(0), 10, 'Neighbours in the hubness correction, CSLS; 0: none'),
  missing: option(
    z.enum(['spread', 'zero']),
    'spread',
    'What becomes of the weight of a modality that an entity lacks, see `fuse`',
  ),
  pick: option(z.enum(['greedy', 'mutual']), 'mutual', 'A `greedy` one-to-one walk or `mutual` nearest neighbours'),
  pickOrPlan: option(
    z.enum(['greedy', 'mutual', 'sinkhorn']),
    'mutual',
    "A `greedy` one-to-one walk, `mutual` nearest neighbours, or each other's most probable partners in `sinkhorn`'s plan, without `csls`",
  ),
  plan: option(settings<PlanOptions>(), {}, "Sinkhorn's settings where pairs are picked by it"),
  propagate: option(
    roundCount(0),
    0,
    'How often the raw features are passed along the triples before they are compared, see `propagate`; 0: as they are',
  ),
  labels: option(
    z.number().nonnegative(),
    0,
    "Weight of what the pairs trained on say by themselves, passed along the triples: one of LightEA's views, the model `labels`",
  ),
  order: option(z.enum(['score', 'arrival']), 'score', 'Order of the result: best `score` first, or as they came'),
  candidates: option(count(), 100, 'A greedy walk looks at the `candidates · k` most similar pairs'),
};

/** Two equally long columns of rows, as links are or as JSON keeps them. */
function isLinks(value: unknown): value is Links {
  const { left, right } = Object(value) as Partial<Links>;
  const isColumn = (column: unknown): column is ArrayLike<number> =>
    (column instanceof Int32Array || Array.isArray(column)) && column.every((row: unknown) => Number.isInteger(row));
  return isColumn(left) && isColumn(right) && left.length === right.length;
}

const columnsOf = ({ left, right }: Links): Links => ({ left: Int32Array.from(left), right: Int32Array.from(right) });

/** @throws {OptionError} when `k` is larger than the smaller graph */
export function checkCount(task: AlignmentTask, k: number, component: string, option = 'k'): void {
  const most = Math.min(task.left.entityCount, task.right.entityCount);
  if (k <= most) return;
  throw new OptionError(
    `${k} seeds, but the smaller graph has ${most} entities`,
    `${component}: option "${option}"`,
    `Give a whole number from 1 to ${most}`,
  );
}

/** @throws {OptionError} when neither the raw nor the learned similarity counts, so that pairs would be drawn by lot */
export function checkCompared({ raw, learned }: { raw: number; learned: number }, component: string): void {
  if (raw === 0 && learned === 0)
    throw new OptionError(
      '0, as is "learned": nothing is compared',
      `${component}: option "raw"`,
      'Give one of them a weight',
    );
}

/** Seconds since `start` (of `performance.now()`). */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
