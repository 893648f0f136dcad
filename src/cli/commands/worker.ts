import { Command } from 'commander';
import { OptionError } from '../../base/index.js';
import { flag, withFlags } from '../options.js';
import { withWork } from '../session.js';
import { workerAsked } from '../studies/asked.js';

/** `psqe worker`: makes runs of a sweep that another machine began. */
export function workerCommand(): Command {
  const { submission, task, silence } = workerAsked;
  const command = new Command('worker')
    .description('make runs of a sweep that was begun by psqe study run gain --on …; Slurm starts it by itself')
    .argument('<sweep>', "the sweep's folder, which psqe study run named");
  return withFlags(command, [
    flag('--submission <n>', submission),
    flag('--task <n>', task),
    flag('--silence <s>', silence),
  ]).action(run);
}

interface Flags {
  submission: number;
  task?: number;
  silence: number;
}

async function run(sweep: string, { submission, silence, ...given }: Flags): Promise<void> {
  const task = given.task ?? Number(process.env.SLURM_ARRAY_TASK_ID ?? Number.NaN);
  if (!Number.isInteger(task)) throw new OptionError('is not told', '--task', 'Slurm tells it by SLURM_ARRAY_TASK_ID');
  const { slurmTask } = await import('../../study/index.js');
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  if (!(await withWork((work) => slurmTask(sweep, { submission, task, silence }, say, work)))) process.exitCode = 1;
}
