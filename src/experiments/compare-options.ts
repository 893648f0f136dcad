import * as z from 'zod';
import { optionSet } from '../base/index.js';
import { type PsqeOptions, psqeOptions } from '../seeds/index.js';

/** The main job's options. */
export interface CompareOptions {
  /** Seeds that the pivots and PSQE's first stage pick (800). */
  readonly k?: number;
  /** What all randomness comes from: seeds, split, aligner (1). */
  readonly seed?: number;
  /** Epochs of each aligner (60). */
  readonly epochs?: number;
  /** The aligner, a name of `modelNames()` ('mclea'). */
  readonly model?: string;
  /** Also PSQE's stages, the public code's settings, and an aligner trained on the true links that are not tested on (false). */
  readonly all?: boolean;
  /** Changes to PSQE's own settings, e.g. `{ refine: { csls: 0 } }` ({}: its defaults); the rows `reference` and pivots stay. */
  readonly psqe?: PsqeOptions;
  /** Share of the true links held out for testing, where no test links are given (0.7). */
  readonly testShare?: number;
}

export const compareOptions = optionSet<CompareOptions>('compareSeeds', {
  k: z.number().int().positive().default(800),
  seed: z.number().int().nonnegative().default(1),
  epochs: z.number().int().positive().default(60),
  model: z.string().default('mclea'),
  all: z.boolean().default(false),
  psqe: z
    .custom<PsqeOptions>((value) => typeof value === 'object' && value !== null)
    .default({})
    .transform((given) => {
      psqeOptions.resolve(given);
      return given;
    }),
  testShare: z.number().gt(0).lt(1).default(0.7),
});
