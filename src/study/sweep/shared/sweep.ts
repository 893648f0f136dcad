import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { lookAt, readSealed, sealed, writeOnce } from '../../../base/index.js';
import { type GainRecord, gainPlace } from '../../gain/record.js';
import { keyHash, type RecordKey } from '../../key.js';
import type { GainJob } from '../gain.js';

const schema = 'psqe-sweep-1';

/** A run that any machine may make which sees the sweep's folder. */
export interface SweepJob extends GainJob {
  /** Hash of all that its result depends on: 12 hex digits. */
  readonly id: string;
  /** What its record has to depend on; another's is refused. */
  readonly made: RecordKey;
}

/** Jobs for several machines, in a folder that all of them see. */
export interface Sweep {
  /** Hash of its jobs: the same jobs are the same sweep. */
  readonly id: string;
  /** Absolute, on this machine. */
  readonly folder: string;
  /** Threads of each job's engine. */
  readonly threads: number;
  readonly jobs: readonly SweepJob[];
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** A run with what it depends on. @param threads of the engine that will make it, which `key` need not know */
export function sweepJob(job: GainJob, key: RecordKey, threads: number): SweepJob {
  const made = { ...key, threads };
  return { ...job, made, id: hashOf(`${keyHash(made)} ${gainPlace(job)}`) };
}

/**
 * Writes the sweep of these jobs into a store, or finds it there: the first one is kept.
 * @param store a folder that all machines see; the sweep's is in it, named by its id
 * @throws {OutputError} as `writeOnce`; {DamagedError} when what is there is not as it was written
 */
export function openSweep(store: string, jobs: readonly SweepJob[], threads: number): Sweep {
  const id = hashOf(jobs.map((job) => job.id).join(' '));
  const folder = resolve(store, id);
  const file = join(folder, 'sweep.json');
  if (!lookAt(file)) writeOnce(file, sealed(schema, { id, threads, jobs }, 1));
  return readSweep(folder);
}

/** @throws {InputError} when there is none in the folder, or it is damaged */
export function readSweep(folder: string): Sweep {
  const remedy = 'Give the folder that psqe study run named';
  const file = join(resolve(folder), 'sweep.json');
  return { ...readSealed<Omit<Sweep, 'folder'>>(file, schema, remedy), folder: resolve(folder) };
}

/** A job's record, and where it was made. */
export interface JobResult {
  readonly job: string;
  readonly record: GainRecord;
  readonly by: MadeBy;
}

/** Which machine made a result: another kind of processor may differ in the last digits. */
export interface MadeBy {
  readonly host: string;
  readonly cpu: string;
  readonly cores: number;
}
