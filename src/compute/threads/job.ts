import type { Context } from './context.js';

/** Numbers (addresses, sizes, factors) by name. */
export type Numbers<F extends string> = Readonly<Record<F, number>>;

/**
 * Work that threads share: part `t` of `T` of it. Who does what depends on t and T alone, so that the same seed and
 * thread count give the same bytes.
 */
export interface Job<F extends string = string> {
  /** The numbers that it takes, in the order in which they travel between threads. */
  readonly fields: readonly F[];
  readonly run: (c: Context, numbers: Numbers<F>, t: number, T: number) => void;
}

export function job<const F extends string>(fields: readonly F[], run: Job<F>['run']): Job<F> {
  return { fields, run };
}

/** The numbers as they travel. */
export const pack = ({ fields }: Job, numbers: Numbers<string>): number[] => fields.map((field) => numbers[field]!);

export const unpack = ({ fields }: Job, packed: ArrayLike<number>): Numbers<string> =>
  Object.fromEntries(fields.map((field, f) => [field, packed[f]!]));
