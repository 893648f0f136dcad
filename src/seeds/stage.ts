import * as z from 'zod';
import { OptionError } from '../base/index.js';
import type { AlignmentTask, Links, SeedSet } from '../graph/index.js';

/** What every maker of seeds returns: enough to use them, and to make them again. */
export interface SeedResult<O> {
  readonly seeds: SeedSet;
  /** Every option as it was used, defaults filled in. */
  readonly options: Required<O>;
  /** Wall-clock time. */
  readonly seconds: number;
}

/** Checks shared by several stages' options. */
export const fields = {
  /** Any number; {@link checkCount} says more than a schema can. */
  k: z.number().default(800),
  seed: z.number().int().default(1),
  weights: z.record(z.string(), z.number().nonnegative()),
  links: z
    .custom<Links | null>(
      (value) => value === null || isLinks(value),
      'two columns of row numbers, { left, right }, or null',
    )
    .transform((links) => (links && links.left.length > 0 ? columnsOf(links) : null))
    .default(null),
  csls: z.number().int().nonnegative(),
  missing: z.enum(['spread', 'zero']),
  pick: z.enum(['greedy', 'mutual']),
  order: z.enum(['score', 'arrival']),
  candidates: z.number().int().positive().default(100),
};

/** Two equally long columns of rows, as links are or as JSON keeps them. */
function isLinks(value: unknown): value is Links {
  const { left, right } = Object(value) as Partial<Links>;
  const isColumn = (column: unknown): column is ArrayLike<number> =>
    (column instanceof Int32Array || Array.isArray(column)) && column.every((row: unknown) => Number.isInteger(row));
  return isColumn(left) && isColumn(right) && left.length === right.length;
}

const columnsOf = ({ left, right }: Links): Links => ({ left: Int32Array.from(left), right: Int32Array.from(right) });

/** @throws {OptionError} when `k` is not a positive whole number, or larger than the smaller graph */
export function checkCount(task: AlignmentTask, k: number, component: string, option = 'k'): void {
  const most = Math.min(task.left.entityCount, task.right.entityCount);
  if (Number.isInteger(k) && k > 0 && k <= most) return;
  throw new OptionError(
    k > most ? `${k} seeds, but the smaller graph has ${most} entities` : `${k} is not a positive whole number`,
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
