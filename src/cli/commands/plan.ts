import { Command } from 'commander';
import type { AlignmentPlan } from '../../study/index.js';
import { jsonOption, languageOption, planFlags, withFlags } from '../options.js';
import { openPlace, placeOf } from '../places.js';
import { printJson, say, withWork } from '../session.js';
import { duration } from '../table.js';

const examples = `
Examples:
  psqe plan left.csv right.csv
  psqe plan left.csv right.csv --fast
  psqe plan DIR --runs 40 --workers 4 --json`;

/** `psqe plan`: what aligning two graphs takes on this machine. */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('tell how long aligning two graphs takes on this machine, and how much memory, before it is begun')
    .argument('<left>', 'the left graph, or a folder of both')
    .argument('[right]', 'the right graph');
  return withFlags(command, planFlags())
    .addOption(languageOption())
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(run);
}

interface Flags {
  fast?: boolean;
  runs?: number;
  workers?: number;
  language?: string;
  json?: boolean;
}

async function run(left: string, right: string | undefined, { json, language, ...o }: Flags): Promise<void> {
  const { planAlignment } = await import('../../study/index.js');
  const { task } = await withWork((work) => openPlace(placeOf(left, right), { language, seed: 1 }, work));
  const plan = planAlignment(task, o);
  const entities = [task.left.entityCount, task.right.entityCount] as const;
  if (json) printJson({ task: task.name, entities, ...plan });
  else say(textOf(entities, plan, o.fast ? 'psqe align --fast' : 'psqe align'));
}

const gigabytes = (mebibytes: number) => `${(mebibytes / 1024).toFixed(1)} GB`;

function textOf(
  [n, m]: readonly [number, number],
  { machine, steps, seconds, memoryMB, runs, workers, allSeconds, allMemoryMB }: AlignmentPlan,
  command: string,
): string {
  const { rate, threads, free } = machine;
  const others = free < 0.8 ? `; others have ${(100 * (1 - free)).toFixed(0)} % of the machine` : '';
  return [
    `${n} and ${m} entities; ${(rate / 1e9).toFixed(0)} · 10⁹ operations a second in matrix products, ${threads} threads${others}`,
    ...steps.map(({ step, seconds: own }) => `  ${step}: ${duration(own)}`),
    `${command} will take about ${duration(seconds)} and at most about ${gigabytes(memoryMB)}.`,
    ...(runs > 1
      ? [`${runs} runs by ${Math.min(runs, workers)} workers: ${duration(allSeconds)}, ${gigabytes(allMemoryMB)}.`]
      : []),
    'Time within a factor of two, memory within a third, while the machine does what it does now.',
  ].join('\n');
}
