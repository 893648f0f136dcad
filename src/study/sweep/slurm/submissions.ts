import { join } from 'node:path';
import { lookAt, readSealed, removeFile, sealed, writeOnce, writeSealed } from '../../../base/index.js';
import { idsIn } from '../shared/results.js';
import type { Sweep } from '../shared/sweep.js';
import { submitArray, workerCommand } from './commands.js';
import type { SlurmSettings } from './options.js';

const schema = 'psqe-slurm-1';
const remedy = 'Delete the folder of the sweep and give the command again: it is made anew';
const at = ({ folder }: Sweep, ...path: string[]) => join(folder, 'slurm', ...path);

/** An array that was given to Slurm: task i runs the i-th job. */
export interface Submission {
  readonly n: number;
  readonly jobs: readonly string[];
}

/** What Slurm knows a submission by. */
export const arrayName = ({ id }: Sweep, n: number): string => `psqe-${id}-${n}`;

export const readSubmission = (sweep: Sweep, n: number): Submission => ({
  n,
  jobs: readSealed<{ jobs: string[] }>(at(sweep, `${n}.json`), schema, remedy).jobs,
});

/** Slurm's number of the array; undefined where it is not known (yet). */
export function arrayOf(sweep: Sweep, n: number): string | undefined {
  const file = at(sweep, 'arrays', `${n}.json`);
  return lookAt(file) ? readSealed<{ array: string }>(file, schema, remedy).array : undefined;
}

/** Submissions from number `first` on, in order, also those of other processes that wait for the sweep. */
export function submissionsFrom(sweep: Sweep, first: number): Submission[] {
  const found: Submission[] = [];
  for (let n = first; lookAt(at(sweep, `${n}.json`)); n++) found.push(readSubmission(sweep, n));
  return found;
}

/**
 * Gives Slurm an array of these jobs, unless another process has just done so.
 * @returns whether it was given @throws {SlurmError} when Slurm refuses it; nothing is left of it then
 */
export async function submit(sweep: Sweep, n: number, jobs: readonly string[], o: SlurmSettings): Promise<boolean> {
  const file = at(sweep, `${n}.json`);
  if (!writeOnce(file, sealed(schema, { jobs }, 1))) return false;
  const logs = at(sweep);
  const command = workerCommand(sweep.folder, '--submission', String(n), '--silence', String(o.silence));
  try {
    const size = jobs.length;
    const array = await submitArray({ ...o, name: arrayName(sweep, n), size, threads: sweep.threads, logs, command });
    writeSealed(at(sweep, 'arrays', `${n}.json`), schema, { array });
    return true;
  } catch (error) {
    removeFile(file);
    throw error;
  }
}

/** How a task ended that has no result. `threw`: by an error, which would come again. */
export interface TaskEnd {
  readonly threw: boolean;
  readonly why: string;
}

const endName = (n: number, id: string) => `${n}-${id}`;

export const writeEnd = (sweep: Sweep, n: number, id: string, end: TaskEnd): boolean =>
  writeOnce(at(sweep, 'ends', `${endName(n, id)}.json`), sealed(schema, end));

/** Looks up ends by submission and job, of which the names are read once a look. */
export function endsOf(sweep: Sweep): (n: number, id: string) => TaskEnd | undefined {
  const there = new Set(idsIn(at(sweep, 'ends')));
  return (n, id) =>
    there.has(endName(n, id))
      ? readSealed<TaskEnd>(at(sweep, 'ends', `${endName(n, id)}.json`), schema, remedy)
      : undefined;
}

/** The number of the last submission of an earlier sweep of the same jobs, which came to its end; attempts count from there. */
export function closedAt(sweep: Sweep): number {
  const file = at(sweep, 'closed', 'closed.json');
  return lookAt(file) ? readSealed<{ n: number }>(file, schema, remedy).n : 0;
}

export const close = (sweep: Sweep, n: number): void => writeSealed(at(sweep, 'closed', 'closed.json'), schema, { n });
