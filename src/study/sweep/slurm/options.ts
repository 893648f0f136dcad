import * as z from 'zod';
import { count, type Options, option, optionSet, type Resolved } from '../../../base/index.js';
import { silenceOption } from '../pool-options.js';

const word = z.string().regex(/^[\w.,:+-]+$/, 'a word');

export const slurmOptions = optionSet('slurmSweep', {
  partition: option(word.nullable(), null, "Slurm's partition; null: its default"),
  time: option(word.nullable(), null, 'Time limit of each run as Slurm writes it, such as 2:00:00; null: its default'),
  limit: option(count(1, 100_000).nullable(), null, 'Most runs at once; null: as many as there is room for'),
  attempts: option(count(1, 100), 3, 'How often a run is begun that is lost'),
  silence: silenceOption,
  poll: option(z.number().positive().max(3600), 5, 'Seconds between looks at the store and at Slurm'),
  settle: option(
    z.number().nonnegative().max(3600),
    60,
    'Seconds after which a task that Slurm no longer has, and that has left no result, is taken for lost: shared folders show files late',
  ),
});

/** Settings of `slurmSweep`. */
export interface SlurmOptions extends Options<typeof slurmOptions> {}
export type SlurmSettings = Resolved<SlurmOptions>;
