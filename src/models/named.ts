import * as z from 'zod';
import { OptionError, unknownOption } from '../base/index.js';

/** Parts of one kind by their names, so that an option can name one. */
export interface Named<D extends { readonly name: string }> {
  /** Makes a part known. @throws {OptionError} when the name is taken, unless it may be replaced */
  define(part: D, options?: DefineOptions): void;
  /** In the order of their definition. */
  names(): string[];
  /** @throws {OptionError} with the nearest known name when there is none of that name */
  get(name: string): D;
  /** The check of an option that names a part. */
  readonly check: z.ZodType<string>;
}

export interface DefineOptions {
  /** Take the place of a part of that name (re-running a notebook's cell). */
  readonly replace?: boolean;
}

/** @param kind what errors call a part, @param all and all of them; @param define the function that users define one by */
export function named<D extends { readonly name: string }>(kind: string, all: string, define: string): Named<D> {
  const parts = new Map<string, D>();
  const unknown = (name: string) => unknownOption(all, name, [...parts.keys()], kind);
  return {
    define(part, options = {}) {
      if (parts.has(part.name) && !options.replace)
        throw new OptionError(
          `a ${kind} named "${part.name}" exists`,
          define,
          'Choose another name, or pass { replace: true }',
        );
      parts.set(part.name, part);
    },
    names: () => [...parts.keys()],
    get(name) {
      const found = parts.get(name);
      if (!found) throw unknown(name);
      return found;
    },
    check: z.string().refine((name) => parts.has(name), { error: ({ input }) => sentence(unknown(String(input))) }),
  };
}

const sentence = ({ what, remedy }: OptionError): string => `${what}. ${remedy}`;
