import type { Work } from '../../base/index.js';
import { gainAblations } from '../gain/ablations.js';
import { type GainRecord, gainLine } from '../gain/record.js';
import { rowKey } from '../gain/row-key.js';
import type { GainPair } from '../gain/run.js';
import { keepGain } from '../gain/stored.js';
import type { GainJob } from './gain.js';
import type { FailedJob, PoolEars } from './pool.js';
import { openSweep, type Sweep, type SweepJob, sweepJob } from './shared/sweep.js';
import type { SlurmOptions } from './slurm/options.js';
import { slurmSweep } from './slurm/sweep.js';
import type { TemporalOptions } from './temporal/options.js';
import { temporalSweep } from './temporal/sweep.js';

/** Where the jobs of a sweep on several machines run, and how. */
export interface ClusterOptions {
  readonly on: 'slurm' | 'temporal';
  /** A folder that all machines see. */
  readonly store: string;
  /** Threads of each job's engine. */
  readonly threads: number;
  readonly slurm?: SlurmOptions;
  readonly temporal?: TemporalOptions;
}

/** What a sweep is asked for. */
export interface ClusterRequest {
  /** All its jobs on one pair: they make its id. */
  readonly jobs: readonly GainJob[];
  /** Whether a job's record is wanted; else it is there. */
  wants(job: GainJob): boolean;
}

/** The jobs with what their records depend on. @throws {InputError} as {@link rowKey} */
async function expected(pair: GainPair, jobs: readonly GainJob[], threads: number): Promise<SweepJob[]> {
  const keys = new Map<string, Awaited<ReturnType<typeof rowKey>>>();
  const found: SweepJob[] = [];
  for (const job of jobs) {
    const row = gainAblations.find(({ name }) => name === job.ablation)!;
    const name = `${row.name} ${job.aligner}`;
    const key = keys.get(name) ?? (await rowKey(pair, row, job.aligner));
    keys.set(name, key);
    found.push(sweepJob(job, key, threads));
  }
  return found;
}

/** The sweep of these jobs in the store, and those of its jobs that are wanted. @throws as {@link openSweep} and {@link rowKey} */
export async function clusterSweep(
  pair: GainPair,
  { jobs, wants }: ClusterRequest,
  { store, threads }: Pick<ClusterOptions, 'store' | 'threads'>,
): Promise<{ sweep: Sweep; wanted: SweepJob[] }> {
  const sweep = openSweep(store, await expected(pair, jobs, threads), threads);
  return { sweep, wanted: sweep.jobs.filter(wants) };
}

/**
 * Runs of the gain study on several machines that share a folder, each record kept as soon as it is there, by this process alone.
 * @returns the runs that have no record
 * @throws as the executor, {@link slurmSweep} or {@link temporalSweep}
 */
export async function sweepCluster(
  pair: GainPair,
  request: ClusterRequest,
  say: (line: string) => void,
  o: ClusterOptions,
  work?: Work,
): Promise<FailedJob<GainJob>[]> {
  const { sweep, wanted } = await clusterSweep(pair, request, o);
  const ears: PoolEars<SweepJob, GainRecord> = {
    result: (record) => {
      keepGain(record);
      say(gainLine(record));
    },
    say,
  };
  say(`Sweep ${sweep.id}: ${wanted.length} of ${sweep.jobs.length} runs, in ${sweep.folder}`);
  return o.on === 'slurm'
    ? slurmSweep(sweep, wanted, ears, o.slurm, work)
    : temporalSweep(sweep, wanted, ears, o.temporal, work);
}
