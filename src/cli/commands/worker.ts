import { Command } from 'commander';
import { OptionError } from '../../base/index.js';
import { flag, withFlags } from '../options.js';
import { withWork } from '../session.js';
import { workerAsked } from '../studies/asked.js';

/** `psqe worker`: makes runs of a sweep that another machine began. */
export function workerCommand(): Command {
  const { workers, server, submission, silence } = workerAsked;
  const command = new Command('worker')
    .description(
      'make runs of a sweep that psqe study run gain --on temporal began (--on slurm starts its workers itself)',
    )
    .argument('<sweep>', "the sweep's folder, which psqe study run named");
  return withFlags(command, [
    flag('--workers <n>', workers),
    flag('--server <address>', server),
    flag('--submission <n>', submission),
    flag('--silence <s>', silence),
  ]).action(run);
}

interface Flags {
  readonly workers: number;
  readonly server?: string;
  readonly submission?: number;
  readonly silence: number;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function run(sweep: string, { submission, silence, ...o }: Flags): Promise<void> {
  const { slurmTask, temporalWorker } = await import('../../study/index.js');
  if (submission === undefined) return withWork((work) => temporalWorker(sweep, { ...o, silence }, say, work));
  const task = Number(process.env.SLURM_ARRAY_TASK_ID ?? Number.NaN);
  if (!Number.isInteger(task))
    throw new OptionError('is for tasks that Slurm starts', '--submission', 'SLURM_ARRAY_TASK_ID tells which it is');
  if (!(await withWork((work) => slurmTask(sweep, { submission, task, silence }, say, work)))) process.exitCode = 1;
}
