import { OptionError, type OptionSet, unknownOption, type Work } from '../../base/index.js';
import type { AlignmentTask, SeedSet } from '../../graph/index.js';

/** Seeds, how they were made, and how long it took. */
export interface MadeSeeds {
  readonly seeds: SeedSet;
  /** Every option as it was used. */
  readonly options: object;
  /** Wall-clock time. */
  readonly seconds: number;
  /** What was made on the way, by the name of the source that makes it alone of the same options. */
  readonly parts?: Readonly<Record<string, MadeSeeds>>;
}

/** What a maker gives without what it knows besides. */
export const onlySeeds = ({ seeds, options, seconds }: MadeSeeds): MadeSeeds => ({ seeds, options, seconds });

/** A way to make seeds: what the command line, the main job, the studies and the figures know by its name. */
export interface SeedSource<T = object> {
  readonly name: string;
  /** What it is, in a few words. */
  readonly label: string;
  /** What may be given to it; `k`, `seed` and `links` mean the same in every source that has them. */
  readonly options: OptionSet<T>;
  /** Other names of it. */
  readonly also?: readonly string[];
  /** Makes the seeds; fills in the options that are not given. */
  make(task: AlignmentTask, options: T, work?: Work): Promise<MadeSeeds>;
}

const sources = new Map<string, SeedSource>();

/**
 * Makes a source of seeds known by its name.
 * @param o `replace`: take the place of a source of that name (re-running a notebook's cell)
 * @throws {OptionError} when a name of it is taken
 */
export function defineSeedSource<T extends object>(
  source: SeedSource<T>,
  o: { readonly replace?: boolean } = {},
): SeedSource<T> {
  const taken = [source.name, ...(source.also ?? [])].find((name) => known(name) !== undefined);
  if (taken !== undefined && !(o.replace && sources.has(source.name)))
    throw new OptionError(
      `a source of seeds named "${taken}" exists`,
      'defineSeedSource',
      'Choose another name, or pass { replace: true }',
    );
  sources.set(source.name, source as unknown as SeedSource);
  return source;
}

const known = (name: string) => sources.get(name) ?? [...sources.values()].find(({ also }) => also?.includes(name));

/** Every source, in the order of their definition. */
export const seedSources = (): SeedSource[] => [...sources.values()];

/** The names that {@link seedSource} knows. */
export const seedSourceNames = (): string[] => seedSources().flatMap(({ name, also = [] }) => [name, ...also]);

/** The source of that name. @throws {OptionError} (with the nearest known one) when there is none */
export function seedSource(name: string): SeedSource {
  const found = known(name);
  if (!found) throw unknownOption('seed sources', name, seedSourceNames(), 'source of seeds');
  return found;
}

/** Whether a source has an option of that name. */
export const takes = ({ options }: SeedSource, option: string): boolean => option in options.fields;
