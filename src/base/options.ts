import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { OptionError } from './errors.js';

/** One option: its check (and so its type), its default, and what it is in words. */
export interface Option<V> {
  readonly check: z.ZodType<V>;
  readonly fallback: V;
  /** One or two sentences, without the default. */
  readonly words: string;
}

/** An option in one line: `k: option(z.int().positive(), 800, 'How many seeds')`. */
export function option<V>(check: z.ZodType<V>, fallback: NoInfer<V>, words: string): Option<V> {
  return { check, fallback, words };
}

/**
 * A check of how many: a whole number from `least`, and bounded, since lists and matrices are made of it: a slip of the
 * keyboard (1e9) is refused in words, where it would end the process without any.
 */
export const count = (least = 1, most = 10_000_000): z.ZodNumber => {
  const whole = z.number().int().max(most);
  return least === 1 ? whole.positive() : least === 0 ? whole.nonnegative() : whole.min(least);
};

/** A check of how wide: columns of a matrix that has a row an entity. */
export const columnCount = (least = 1): z.ZodNumber => count(least, 65_536);

/** A check of how often something is done over the whole of both graphs, or how many layers there are. */
export const roundCount = (least = 1): z.ZodNumber => count(least, 10_000);

/** An option as another one, with a default (and words) of its own. */
export function like<V>(other: Option<V>, fallback: NoInfer<V>, words = other.words): Option<V> {
  return { check: other.check, fallback, words };
}

/** Lists are taken and given read-only. */
type Held<V> = V extends readonly unknown[] ? Readonly<V> : V;

/** What a caller may give: every option, none of them required; undefined is the default. */
export type OptionsFrom<F> = { readonly [K in keyof F]?: (F[K] extends Option<infer V> ? Held<V> : never) | undefined };

/** The options type of a set: `interface PivotOptions extends Options<typeof pivotOptions> {}`. */
export type Options<S> = S extends OptionSet<infer T> ? T : never;

/** Options of type `T` with every default filled in, as the inner functions take them. */
export type Resolved<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** The options of one component: what each is, its check and its default. */
export interface OptionSet<T> {
  readonly component: string;
  readonly defaults: Resolved<T>;
  /** Each option as it was declared, in that order. */
  readonly fields: { readonly [K in keyof T]-?: Option<unknown> };
  /** Fills in defaults; throws {@link OptionError} for an unknown name (with the nearest known one) or a bad value. */
  resolve(given?: T): Resolved<T>;
}

/** Declares a component's options once. Types, defaults, checks, help and the reference come from these lines. */
// biome-ignore lint/suspicious/noExplicitAny: an Option is invariant in its value, any other bound refuses all
export function optionSet<F extends Record<string, Option<any>>>(
  component: string,
  fields: F,
): OptionSet<OptionsFrom<F>> {
  type T = OptionsFrom<F>;
  const names = Object.keys(fields);
  const shape = Object.entries(fields).map(([name, { check, fallback }]) => [name, check.default(fallback)]);
  const schema = z.object(Object.fromEntries(shape) as Record<string, z.ZodType>);
  const resolve = (given: T = {} as T): Resolved<T> => {
    for (const name of Object.keys(given)) if (!names.includes(name)) throw unknownOption(component, name, names);
    for (const [name, value] of Object.entries(given)) checkFloats(component, name, value);
    const parsed = schema.safeParse(given);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw new OptionError(
        faultOf(issue, given),
        `${component}: option "${issue.path.join('.')}"`,
        `The default is ${written(fields[issue.path[0] as string]!.fallback)}`,
      );
    }
    return parsed.data as Resolved<T>;
  };
  const defaults = Object.freeze(schema.parse({})) as unknown as Resolved<T>;
  return { component, fields: fields as unknown as OptionSet<T>['fields'], resolve, defaults };
}

/** The JSON Schema of a set: types, ranges, defaults and words. What JSON cannot hold (typed arrays, functions) is left open. */
export function optionSchema<T>(set: OptionSet<T>): z.core.JSONSchema.BaseSchema {
  const shape = Object.entries<Option<unknown>>(set.fields).map(([name, { check, fallback, words }]) => [
    name,
    check.default(fallback).describe(words),
  ]);
  return z.toJSONSchema(z.strictObject(Object.fromEntries(shape)), { io: 'input', unrepresentable: 'any' });
}

/** Least and greatest of the numbers that stay what they are, and have a reciprocal, in the 32 bits that are computed with. */
const floats = { least: 2 ** -126, greatest: 2 ** 126 };

/** @throws {OptionError} for a number that would become 0 or infinite in 32 bits, in lists and objects too */
function checkFloats(component: string, name: string, value: unknown): void {
  if (typeof value === 'number') {
    const size = Math.abs(value);
    if (size === 0 || !Number.isFinite(size) || (size >= floats.least && size <= floats.greatest)) return;
    throw new OptionError(
      `${value} is no number of 32 bits: it would be ${size < 1 ? 0 : 'infinite'}`,
      `${component}: option "${name}"`,
      'Give one between 1e-37 and 1e37',
    );
  }
  // Columns of data are checked by those who read them.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (plain) for (const [key, each] of Object.entries(value)) checkFloats(component, `${name}.${key}`, each);
}

/** What is wrong with the value, and what it must be; zod's own words where they are plain enough. */
function faultOf(issue: z.core.$ZodIssue, given: object): string {
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], given);
  if (typeof value !== 'number') return issue.message;
  if (issue.code === 'too_small')
    return `${value} is too small: it must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
  if (issue.code === 'too_big')
    return `${value} is too large: it must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
  if (issue.code === 'invalid_type' && issue.expected === 'int') return `${value} is no whole number`;
  return issue.message;
}

/** A value as one would type it, cut where it is long. */
function written(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The error for a name that is not among `known`; names the nearest one when it is near enough to be a slip. */
export function unknownOption(component: string, name: string, known: readonly string[], kind = 'option'): OptionError {
  const near = known.length ? closest(name, known) : undefined;
  const slip = near !== undefined && distance(name, near) <= Math.max(2, name.length / 3);
  return new OptionError(
    `unknown ${kind} "${name}"`,
    component,
    slip ? `Did you mean "${near}"?` : `Known: ${known.join(', ')}`,
  );
}
