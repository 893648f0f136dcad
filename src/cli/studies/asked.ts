import * as z from 'zod';
import { count, like, option } from '../../base/index.js';
// The options alone: the face of study loads TensorFlow.js, which --help needs not wait for.
import { ablationLists } from '../../study/gain/ablation-lists.js';
import { gainOptions, pairOption, randomSeeds } from '../../study/gain/ask.js';

export { ablationLists, gainOptions };

/** Options that several studies have. */
export const pairAsked = (fallback: string) => like(pairOption, fallback);

/** A range of random seeds. */
export const rangeAsked = (fallback: string) => option(randomSeeds, fallback, 'Random seeds, first-last');

export const seedAsked = option(z.int().nonnegative(), 1, 'The number all randomness comes from');

export const seedsAsked = { k: option(count(), 800, 'Number of seeds to pick'), seed: seedAsked };

export const workersAsked = option(
  count(1, 64).nullable(),
  null,
  'Worker processes that share the runs and the cores (results depend on the threads of each in the last digits); null: this process alone',
);
