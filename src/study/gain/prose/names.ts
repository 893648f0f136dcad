import { closest } from 'fastest-levenshtein';
import { OptionError } from '../../../base/index.js';

/** A number that prose may name: a share is printed in per cent (of differences: in points), with its interval where it has one. */
export interface Value {
  readonly value: number;
  readonly low?: number | null;
  readonly high?: number | null;
  /** Digits behind the point, as it is printed without a filter. */
  readonly digits: number;
  readonly percent?: boolean;
}

/** What stands below a name: more names, made when they are asked for, or a number. */
export type Names = ReadonlyMap<string, () => Names | Value>;

export const isValue = (found: Names | Value): found is Value => 'digits' in found;

export const number = (value: number, digits = 0): Value => ({ value, digits });
export const share = (value: number): Value => ({ value, digits: 1, percent: true });

/** Names from an object; entries without a number are left out. */
export function names(
  entries: Readonly<Record<string, Names | Value | (() => Names | Value) | null | undefined>>,
): Names {
  const all = Object.entries(entries).flatMap(([name, entry]): [string, () => Names | Value][] =>
    entry == null
      ? []
      : [[name, typeof entry === 'function' ? (entry as () => Names | Value) : () => entry as Names | Value]],
  );
  return new Map(all);
}

/** The number of a dotted name. @throws {OptionError} for an unknown one, with the nearest known */
export function lookUp(root: Names, name: string, where: string): Value {
  const steps = name.split('.');
  let at: Names | Value = root;
  for (const [i, step] of steps.entries()) {
    const known: Names = isValue(at) ? new Map() : at;
    const next = known.get(step);
    if (!next) throw unknown(name, steps.slice(0, i), step, [...known.keys()], where);
    at = next();
  }
  if (isValue(at)) return at;
  throw new OptionError(`"${name}" names no number`, where, `Below it: ${[...at.keys()].join(', ')}`);
}

function unknown(name: string, path: readonly string[], step: string, known: readonly string[], where: string) {
  const remedy =
    known.length === 0
      ? `"${path.join('.')}" is a number itself`
      : `The nearest is "${[...path, closest(step, known)].join('.')}"; known there: ${known.join(', ')}`;
  return new OptionError(`unknown value "${name}"`, where, remedy);
}

/** How often each of some things comes, by the name it is given. */
export function times(
  all: readonly (string | number)[],
  name: (each: string | number) => string,
): Record<string, Value> {
  const counts = new Map<string, number>();
  for (const each of all) counts.set(name(each), (counts.get(name(each)) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([each, count]) => [each, number(count)]));
}
