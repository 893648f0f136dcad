import { OptionError, unknownOption } from '../../../base/index.js';
import type { Value } from './names.js';
import { nearestFraction, numberWords } from './words.js';

const scaled = (v: Value, x: number) => (v.percent ? 100 * x : x);
const fixed = (v: Value, x: number) => scaled(v, x).toFixed(v.digits);

/** As it is printed: in per cent where it is a share, with its interval where it has one. */
export function textOf(v: Value): string {
  if (v.low == null || v.high == null) return fixed(v, v.value);
  return `${fixed(v, v.value)} [${fixed(v, v.low)}, ${fixed(v, v.high)}]`;
}

type Change = (v: Value, argument?: string) => Value | ((v: Value) => string);

const bound = (x: number | null | undefined, v: Value): Value => {
  if (x == null) throw new OptionError('has no interval', undefined, 'It rests on one run');
  return { value: x, digits: v.digits, percent: v.percent };
};
const negated = (v: Value): Value => ({
  ...v,
  value: -v.value,
  low: v.high == null ? v.high : -v.high,
  high: v.low == null ? v.low : -v.low,
});

/** What may be done to a number before it is written. */
const filters: Readonly<Record<string, Change>> = {
  /** So many digits behind the point. */
  digits: (v, n) => ({ ...v, digits: Number(n) }),
  /** Without its interval. */
  mean: ({ value, digits, percent }) => ({ value, digits, percent }),
  low: (v) => bound(v.low, v),
  high: (v) => bound(v.high, v),
  /** Half the interval's width. */
  half: (v) => bound(v.high == null ? null : v.high - v.value, v),
  /** What is lost, where the difference is negative. */
  negated,
  abs: (v) => (v.value < 0 ? negated(v) : v),
  /** A share as a number from 0 to 1. */
  share: (v) => ({ ...v, percent: false, digits: 2 }),
  /** In units of so many, e.g. `per 100`. */
  per: (v, n) => ({ ...v, value: v.value / Number(n) }),
  /** With its sign where it is positive. */
  plus: () => (v) => `${v.value > 0 ? '+' : ''}${textOf(v)}`,
  /** Without the zero before the point. */
  dot: () => (v) => textOf(v).replaceAll(/(?<!\d)0\./g, '.'),
  /** Rounded to a whole number, in words. */
  words: () => (v) => numberWords(Math.round(scaled(v, v.value))),
  /** Whether 0 is `inside` or `outside` its interval. */
  zero: (v) => () => (bound(v.low, v).value <= 0 && bound(v.high, v).value >= 0 ? 'inside' : 'outside'),
  /** The nearest simple fraction, in words. */
  fraction: () => (v) => nearestFraction(v.value),
};

export const isFilter = (name: string): boolean => Object.hasOwn(filters, name);
export const filter = {
  apply: (name: string, v: Value, argument?: string) => filters[name]!(v, argument),
  unknown: (name: string, where: string) => unknownOption(where, name, [...Object.keys(filters), 'span'], 'filter'),
};
