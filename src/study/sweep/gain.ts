import type { Work } from '../../base/index.js';
import { type GainRecord, gainLine, gainPlace } from '../gain/record.js';
import { keepGain } from '../gain/stored.js';
import type { RecordKey } from '../key.js';
import { gainProgram } from './gain-program.js';
import { type FailedJob, runPool } from './pool.js';
import type { PoolOptions } from './pool-options.js';

/** A run of the gain study, by names. */
export interface GainJob {
  readonly pair: string;
  readonly ablation: string;
  readonly aligner: string;
  readonly seed: number;
}

/** The same, with what its record has to depend on: another is refused. */
export interface ExpectedJob extends GainJob {
  readonly made?: RecordKey;
}

/**
 * Runs of the gain study in worker processes, each record kept as soon as its run ends, by this process alone.
 * @returns the runs that have no record
 */
export async function sweepGain(
  jobs: readonly GainJob[],
  say: (line: string) => void,
  options?: PoolOptions,
  work?: Work,
): Promise<FailedJob<GainJob>[]> {
  const pooled = jobs.map((job) => ({ name: gainPlace(job), group: `${job.pair} ${job.seed}`, job }));
  const keep = (record: GainRecord): void => {
    keepGain(record);
    say(gainLine(record));
  };
  return runPool<GainJob, GainRecord>(gainProgram(), pooled, { result: keep, say }, options, work);
}
