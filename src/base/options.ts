import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { OptionError } from './errors.js';

/** One zod check for each option of `T`, each with its default: the compiler refuses a forgotten option. */
type Fields<T> = { [K in keyof Required<T>]: z.ZodType<Required<T>[K]> };

/** The options of one component: their checks and their defaults. */
export interface OptionSet<T> {
  readonly component: string;
  readonly defaults: Readonly<Required<T>>;
  /** Fills in defaults; throws {@link OptionError} for an unknown name (with the nearest known one) or a bad value. */
  resolve(given?: T): Required<T>;
}

/**
 * Declares a component's options once: names, checks and defaults.
 * Every field must have a default (`.default(...)`), so that `resolve()` is complete.
 */
export function optionSet<T extends object>(component: string, fields: Fields<T>): OptionSet<T> {
  const names = Object.keys(fields);
  const schema = z.object(fields as Record<string, z.ZodType>);
  const resolve = (given: T = {} as T): Required<T> => {
    for (const name of Object.keys(given)) if (!names.includes(name)) throw unknownOption(component, name, names);
    const parsed = schema.safeParse(given);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw new OptionError(
        faultOf(issue, given),
        `${component}: option "${issue.path.join('.')}"`,
        `The default is ${written(defaults[issue.path[0] as keyof T])}`,
      );
    }
    return parsed.data as Required<T>;
  };
  const defaults = Object.freeze(schema.parse({}) as Required<T>);
  return { component, resolve, defaults };
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
