import * as z from 'zod';
import { count, type Options, option, optionSet } from '../base/index.js';
import type { PsqeOptions } from '../seeds/index.js';

export const compareOptions = optionSet('compareSeeds', {
  sources: option(
    z.array(z.string()).min(1),
    ['pivot', 'pivot-csls', 'psqe'],
    'Where the compared seeds come from: methods of `psqe seeds`, names of `seedSourceNames()`',
  ),
  k: option(count(), 800, "Seeds that the pivots and PSQE's first stage pick"),
  seed: option(z.number().int().nonnegative(), 1, 'What all randomness comes from: seeds, split, aligner'),
  epochs: option(count(), 60, 'Epochs of each aligner'),
  model: option(z.string(), 'mclea', 'The aligner, a name of `modelNames()`'),
  all: option(
    z.boolean(),
    false,
    "Also PSQE's stages, the public code's settings, and an aligner trained on the true links that are not tested on",
  ),
  psqe: option(
    z.custom<PsqeOptions>((value) => typeof value === 'object' && value !== null),
    {},
    'Changes to the settings of PSQE',
  ),
  testShare: option(
    z.number().gt(0).lt(1),
    0.7,
    'Share of the true links held out for testing, where no test links are given',
  ),
});

/** The main job's options. */
export interface CompareOptions extends Options<typeof compareOptions> {}
