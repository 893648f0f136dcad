import * as z from 'zod';
import { count, like, option } from '../../base/index.js';
// The options alone: the face of study loads TensorFlow.js, which --help needs not wait for.
import { ablationLists } from '../../study/gain/ablation-lists.js';
import { gainOptions, pairOption, randomSeeds } from '../../study/gain/ask.js';
import { silenceOption } from '../../study/sweep/pool-options.js';
import { slurmOptions } from '../../study/sweep/slurm/options.js';
import { temporalOptions } from '../../study/sweep/temporal/options.js';

export { ablationLists, gainOptions };

/** Options that several studies have. */
export const pairAsked = (fallback: string) => like(pairOption, fallback);

/** A range of random seeds. */
export const rangeAsked = (fallback: string) => option(randomSeeds, fallback, 'Random seeds, first-last');

export const seedAsked = option(z.int().nonnegative(), 1, 'The number all randomness comes from');

export const seedsAsked = { k: option(count(), 800, 'Number of seeds to pick'), seed: seedAsked };

/** How the runs of a study are shared out. */
export const sweepAsked = {
  on: option(
    z.enum(['local', 'slurm', 'temporal']),
    'local',
    'Where runs are made: local (this machine), slurm (arrays of Slurm), temporal (workers that `psqe worker` starts)',
  ),
  workers: option(
    count(1, 64).nullable(),
    null,
    'Worker processes that share the runs and the cores (results depend on the threads of each in the last digits), with slurm the most runs at once, with temporal those beside `psqe worker`; null: this process alone, with slurm as many as there is room for, with temporal none',
  ),
  threads: option(
    count(1, 1024).nullable(),
    null,
    "Threads of each run's engine; null: its share of this machine's cores, with the others 1",
  ),
  store: option(
    z.string(),
    'sweeps',
    'With slurm and temporal: a folder that all machines see, in which runs are kept until they are collected',
  ),
  partition: slurmOptions.fields.partition,
  time: slurmOptions.fields.time,
  server: temporalOptions.fields.server,
};

/** What a worker of a sweep is told. */
export const workerAsked = {
  workers: option(count(1, 64), 1, 'With temporal: runs at once, each in a process of its own'),
  server: temporalOptions.fields.server,
  submission: option(count().nullable(), null, 'With slurm, which starts workers itself: which of its arrays'),
  silence: silenceOption,
};
