import { cpus, hostname } from 'node:os';
import { join } from 'node:path';
import { lookAt, namesIn, OutputError, readSealed, sealed, writeOnce } from '../../../base/index.js';
import type { GainRecord } from '../../gain/record.js';
import type { JobResult, Sweep, SweepJob } from './sweep.js';

const schema = 'psqe-job-1';
const folderOf = ({ folder }: Sweep) => join(folder, 'results');
const fileOf = (sweep: Sweep, id: string) => join(folderOf(sweep), `${id}.json`);

/**
 * Commits a job's record: the first one counts.
 * @returns false when there was one already, which is then as it was
 * @throws {OutputError} also when the sweep's folder is gone, which would be made anew without the rest
 */
export function commitResult(sweep: Sweep, { id }: SweepJob, record: GainRecord): boolean {
  if (!lookAt(join(sweep.folder, 'sweep.json')))
    throw new OutputError('cannot be written: the sweep is gone', sweep.folder, 'Mount the store again');
  const all = cpus();
  const by = { host: hostname(), cpu: all[0]?.model.trim() ?? 'unknown', cores: all.length };
  return writeOnce(fileOf(sweep, id), sealed(schema, { job: id, record, by } satisfies JobResult, 1));
}

/** Whether a job's record is committed. */
export const hasResult = (sweep: Sweep, id: string): boolean => lookAt(fileOf(sweep, id)) !== undefined;

/** Ids of the jobs whose records are committed. */
export const committed = (sweep: Sweep): ReadonlySet<string> => new Set(idsIn(folderOf(sweep)));

/** @throws {InputError} when it is not committed, or damaged */
export const readResult = (sweep: Sweep, id: string): JobResult =>
  readSealed<JobResult>(fileOf(sweep, id), schema, 'Delete it and give the command again: it is made anew');

/** Names of JSON files in a folder, which may be missing, without their ending. */
export const idsIn = (folder: string): string[] =>
  lookAt(folder) ? namesIn(folder).flatMap((name) => /^([^.].*)\.json$/.exec(name)?.slice(1) ?? []) : [];
