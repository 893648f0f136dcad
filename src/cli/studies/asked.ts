import * as z from 'zod';
import { count, like, option } from '../../base/index.js';
// The options alone: the face of study loads TensorFlow.js, which --help needs not wait for.
import { ablationLists } from '../../study/gain/ablation-lists.js';
import { gainOptions, pairOption, randomSeeds } from '../../study/gain/ask.js';
import { poolOptions } from '../../study/sweep/pool-options.js';
import { slurmOptions } from '../../study/sweep/slurm/options.js';

export { ablationLists, gainOptions };

/** Options that several studies have. */
export const pairAsked = (fallback: string) => like(pairOption, fallback);

/** A range of random seeds. */
export const rangeAsked = (fallback: string) => option(randomSeeds, fallback, 'Random seeds, first-last');

export const seedAsked = option(z.int().nonnegative(), 1, 'The number all randomness comes from');

export const seedsAsked = { k: option(count(), 800, 'Number of seeds to pick'), seed: seedAsked };

/** How the runs of a study are shared out. */
export const sweepAsked = {
  on: option(z.enum(['local', 'slurm']), 'local', 'Where runs are made: local (this machine), slurm (arrays of Slurm)'),
  workers: option(
    count(1, 64).nullable(),
    null,
    'Worker processes that share the runs and the cores (results depend on the threads of each in the last digits), with slurm the most runs at once; null: this process alone, with slurm as many as there is room for',
  ),
  threads: option(
    count(1, 1024).nullable(),
    null,
    "Threads of each run's engine; null: its share of this machine's cores, with slurm 1",
  ),
  store: option(
    z.string(),
    'sweeps',
    'With slurm: a folder that all machines see, in which runs are kept until they are collected',
  ),
  partition: slurmOptions.fields.partition,
  time: slurmOptions.fields.time,
};

/** What a worker of a sweep is told. */
export const workerAsked = {
  submission: option(count(), 1, "Which of the sweep's arrays it is of"),
  task: option(count(0).nullable(), null, 'Which task of the array; null: what Slurm says (SLURM_ARRAY_TASK_ID)'),
  silence: poolOptions.fields.silence,
};
