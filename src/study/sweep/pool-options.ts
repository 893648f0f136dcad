import * as z from 'zod';
import { count, type Options, option, optionSet } from '../../base/index.js';

/** When a worker is taken for hung. */
export const silenceOption = option(
  z.number().positive().max(86_400),
  600,
  'Seconds without a sign of life after which a worker is taken for hung and ended',
);

export const poolOptions = optionSet('runPool', {
  workers: option(count(1, 64), 1, 'Worker processes, at most as many as there are jobs'),
  threads: option(count(1, 1024).nullable(), null, "Threads of each worker's engine; null: its share of the cores"),
  attempts: option(count(1, 100), 3, 'How often a job is begun whose worker ends'),
  silence: silenceOption,
});

/** Settings of `runPool`. */
export interface PoolOptions extends Options<typeof poolOptions> {}
