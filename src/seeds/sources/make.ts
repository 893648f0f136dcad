import type { Work } from '../../base/index.js';
import type { AlignmentTask, Links } from '../../graph/index.js';
import { type PsqeOptions, psqeOptions } from '../psqe.js';
import type { Weights } from '../weights.js';
import { type MadeSeeds, type SeedSource, seedSource, takes } from './registry.js';

/** Settings that mean the same in every source. */
export interface SharedOptions {
  /** Number of seeds asked for. */
  readonly k?: number;
  /** Drives everything random. */
  readonly seed?: number;
  /** Pairs known to be true. */
  readonly links?: Links | null;
  /** Block weights of the modalities; PSQE takes `learned` as well. */
  readonly weights?: Weights | 'learned' | undefined;
  /** Changes to PSQE's own settings. */
  readonly psqe?: PsqeOptions;
}

/** Those of the settings that the source takes: `psqe`'s where its options are all of PSQE's. */
export function sharedOptions(source: SeedSource, { k, seed, links, weights, psqe }: SharedOptions): object {
  const own = Object.entries({ k, seed, links, weights }).filter(
    ([name, value]) => value !== undefined && takes(source, name),
  );
  return { ...((source.options as object) === psqeOptions && psqe), ...Object.fromEntries(own) };
}

/** Makes one seed set by the name of its source. */
export async function makeSeeds(
  task: AlignmentTask,
  { source, ...shared }: SharedOptions & { readonly source: string },
  work?: Work,
): Promise<MadeSeeds> {
  const found = seedSource(source);
  return found.make(task, sharedOptions(found, shared), work);
}
