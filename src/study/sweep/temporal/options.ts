import * as z from 'zod';
import { count, type Options, option, optionSet, type Resolved } from '../../../base/index.js';
import { silenceOption } from '../pool-options.js';

export const temporalOptions = optionSet('temporalSweep', {
  server: option(
    z
      .string()
      .regex(/^[\w.:[\]-]+:\d+$/, 'host:port')
      .nullable(),
    null,
    "Address of Temporal's server; null: what TEMPORAL_ADDRESS says, else localhost:7233",
  ),
  workers: option(count(0, 64), 0, 'Worker processes in this process, beside those that `psqe worker` starts'),
  attempts: option(count(1, 100), 3, 'How often a run is begun whose worker is lost'),
  silence: silenceOption,
  heartbeat: option(
    z.number().positive().max(3600),
    60,
    'Seconds without a heartbeat of a worker after which its runs are given to others',
  ),
  poll: option(z.number().positive().max(3600), 2, 'Seconds between looks at the store and at the server'),
  settle: option(z.number().nonnegative().max(3600), 60, 'Seconds that a committed record may take to be seen here'),
});

/** Settings of `temporalSweep`. */
export interface TemporalOptions extends Options<typeof temporalOptions> {}
export type TemporalSettings = Resolved<TemporalOptions>;

/** Where the server is, and the names there. */
export const addressOf = (server: string | null | undefined): string =>
  server ?? process.env.TEMPORAL_ADDRESS ?? 'localhost:7233';
export const namespace = (): string => process.env.TEMPORAL_NAMESPACE ?? 'default';
/** Name of a sweep's workflow and of its queue of jobs. */
export const temporalName = ({ id }: { readonly id: string }): string => `psqe-${id}`;
