import { join } from 'node:path';
import { packageRoot, type Work } from '../../base/index.js';
import { type GainRecord, gainLine, gainPlace } from '../gain/record.js';
import { keepGain } from '../gain/stored.js';
import { type FailedJob, type PoolOptions, runPool } from './pool.js';

/** A run of the gain study, by names. */
export interface GainJob {
  readonly pair: string;
  readonly ablation: string;
  readonly aligner: string;
  readonly seed: number;
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
  return runPool<GainJob, GainRecord>(program(), pooled, { result: keep, say }, options, work);
}

/** What is built, also where this runs from the sources: Node runs no TypeScript. */
const program = (): string => join(packageRoot(), 'dist', 'study', 'sweep', 'gain-worker.js');
