import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InputError, packageRoot } from '../../../base/index.js';

// Slurm's own commands, by their names on the PATH, with arguments of our own. What else sbatch is to know, its environment tells it
// (SBATCH_ACCOUNT, SBATCH_CONSTRAINT, SBATCH_MEM_PER_NODE, …).

const execute = promisify(execFile);

/** Slurm did not answer, or refused. */
export class SlurmError extends InputError {
  /** Whether it may answer when it is asked again. */
  get passes(): boolean {
    return /unable to contact|timed out|connect|temporar|not responding|slow down/i.test(this.what);
  }
}

async function slurm(command: string, args: readonly string[]): Promise<string> {
  try {
    return (await execute(command, args, { timeout: 60_000, maxBuffer: 2 ** 26 })).stdout;
  } catch (cause) {
    const { code, stderr = '', message } = cause as Error & { code?: string | number; stderr?: string };
    if (code === 'ENOENT')
      throw new SlurmError('is not here', command, 'Give the command on a machine that Slurm is set up on', { cause });
    const said = stderr.trim().split('\n').at(-1) || message;
    throw new SlurmError(said, command, 'Mend it, and give the same command again', { cause });
  }
}

/** What sbatch is told of an array. */
export interface ArrayRequest {
  readonly name: string;
  /** Tasks. */
  readonly size: number;
  /** Most tasks at once; null: as many as there is room for. */
  readonly limit: number | null;
  readonly threads: number;
  readonly partition: string | null;
  readonly time: string | null;
  /** Folder of the tasks' output. */
  readonly logs: string;
  /** The program of each task, and its words; Slurm gives it SLURM_ARRAY_TASK_ID. */
  readonly command: readonly string[];
}

/** Words of a shell as they are. */
const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

/** Submits an array. @returns its number @throws {SlurmError} when it is refused */
export async function submitArray(o: ArrayRequest): Promise<string> {
  const given = await slurm('sbatch', [
    '--parsable',
    `--job-name=${o.name}`,
    `--array=0-${o.size - 1}${o.limit === null ? '' : `%${o.limit}`}`,
    `--cpus-per-task=${o.threads}`,
    // A task that is lost is given again by the sweep, which counts how often.
    '--no-requeue',
    `--output=${join(o.logs, '%A_%a.txt')}`,
    ...(o.partition === null ? [] : [`--partition=${o.partition}`]),
    ...(o.time === null ? [] : [`--time=${o.time}`]),
    // In place of the shell: signals reach the program.
    '--wrap',
    `exec ${quoted(o.command)}`,
  ]);
  return given.trim().split(';')[0]!;
}

/** The tasks of an array, by its name, that wait or run. @throws {SlurmError} when Slurm does not answer */
export async function liveTasks(name: string): Promise<ReadonlySet<number>> {
  const lines = await slurm('squeue', ['--noheader', '--array', `--name=${name}`, '--format=%K %T']);
  return new Set(
    lines
      .split('\n')
      .filter((line) => /^\d+ /.test(line))
      .map((line) => Number.parseInt(line, 10)),
  );
}

/** How a task ended: Slurm's word for its state, such as OUT_OF_MEMORY; undefined where Slurm has forgotten it. */
export async function taskState(array: string, task: number): Promise<string | undefined> {
  try {
    const told = await slurm('scontrol', ['--oneliner', 'show', 'job', `${array}_${task}`]);
    return /\bJobState=(\w+)/.exec(told)?.[1];
  } catch (error) {
    if (error instanceof SlurmError) return undefined;
    throw error;
  }
}

/** The command line of a worker: this Node.js and this package. */
export const workerCommand = (...words: string[]): string[] => [
  process.execPath,
  join(packageRoot(), 'dist', 'cli', 'main.js'),
  'worker',
  ...words,
];
