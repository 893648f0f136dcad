import * as z from 'zod';
import { type Options, option, optionSet } from '../../base/index.js';
import { engineInfo, heapBlock } from '../../compute/index.js';
import { fusedModalities } from '../../features/index.js';
import type { AlignmentTask } from '../../graph/index.js';
import { fusedWeights, taskWeights } from '../../seeds/index.js';
import { planFields } from './fields.js';
import { type MachineSpeed, measureMachine } from './machine.js';
import { byNamesAlone, costOfPass, fastPasses, rowWidths, type SearchPass, searchPasses } from './passes.js';

export const planAlignmentOptions = optionSet('planAlignment', {
  ...planFields,
  rate: option(
    z.number().positive().nullable(),
    null,
    'Additions and multiplications of matrix products a second; null: measured, which takes a second',
  ),
});

/** What is planned, and on what. */
export interface PlanAlignmentOptions extends Options<typeof planAlignmentOptions> {}

/** What a step takes. */
export interface StepCost {
  readonly step: SearchPass['step'] | 'training and the rest' | 'features and the rest';
  readonly seconds: number;
}

/** What aligning will take. */
export interface AlignmentPlan {
  readonly machine: MachineSpeed;
  readonly steps: readonly StepCost[];
  /** Of one run that has all threads. */
  readonly seconds: number;
  /** At most, of one process. */
  readonly memoryMB: number;
  readonly runs: number;
  readonly workers: number;
  /** Of all runs, and of all workers together. */
  readonly allSeconds: number;
  readonly allMemoryMB: number;
}

/**
 * What `alignGraphs` with its defaults will take for this task on this machine: searches by the products that they make and
 * the speed of products here, the rest by the number of entities, fitted to runs (docs/scale.md). Nothing is computed but,
 * for a second, products. What else the machine does in that second is taken to go on.
 * @throws {OptionError} for a bad option
 * @throws {DataError} when nothing can be compared
 */
export function planAlignment(task: AlignmentTask, options?: PlanAlignmentOptions): AlignmentPlan {
  const { fast, runs, workers, rate } = planAlignmentOptions.resolve(options);
  // What cannot be aligned takes no time: it is refused.
  fusedModalities(task, taskWeights(task, fusedWeights));
  const machine = rate === null ? measureMachine() : { rate, threads: engineInfo().threads, free: 1 };
  const { steps, seconds, memoryMB } = alignmentCost(task, machine, fast);
  const busy = Math.min(runs, workers);
  // With all cores shared out each run has its part of them; what one core does alone gains nothing by the others.
  const shared = busy === 1 ? seconds : secondsOf(stepsOf(task, { ...machine, rate: machine.rate / busy }, fast));
  return {
    ...{ machine, steps, seconds, memoryMB, runs, workers },
    ...{ allSeconds: Math.ceil(runs / busy) * shared, allMemoryMB: busy * memoryMB },
  };
}

/** What one run takes. */
export function alignmentCost(
  task: AlignmentTask,
  machine: MachineSpeed,
  fast = false,
): { readonly steps: readonly StepCost[]; readonly seconds: number; readonly memoryMB: number } {
  const steps = stepsOf(task, machine, fast);
  return { steps, seconds: secondsOf(steps), memoryMB: fast ? fastMemoryOf(task) : memoryOf(task) };
}

const secondsOf = (steps: readonly StepCost[]) => steps.reduce((sum, { seconds }) => sum + seconds, 0);

/**
 * Seconds, fitted: of any run, an entity of either graph, and a score that is looked at, by two threads. By `alignGraphs` of
 * 800 × 800 and 4,063 × 4,063 entities with pictures (5.3 and 25 s) and 19,388 × 19,572 by names (3 minutes), two cores that
 * had nothing else to do.
 */
const fitted = {
  run: 1.8,
  entity: { pictures: 2.2e-3, names: 1e-3 },
  cell: 1.5e-10,
  // With `fast`: processor seconds beside the products of planted pairs and of DBP15K ZH-EN.
  fast: { run: 0.4, entity: 1.6e-4 },
};

function stepsOf(task: AlignmentTask, { rate, free }: MachineSpeed, fast: boolean): StepCost[] {
  const [n, m] = [task.left.entityCount, task.right.entityCount];
  const passes = fast ? fastPasses(task) : searchPasses(task);
  const searches = (['seeds', 'matches', 'confidence'] as const).map((step): StepCost => {
    const costs = passes.filter((pass) => pass.step === step).map((pass) => costOfPass(pass, n, m));
    return {
      step,
      seconds: costs.reduce((sum, { flops, cells }) => sum + flops / rate + (fitted.cell * cells) / free, 0),
    };
  });
  if (fast) {
    const { run, entity } = fitted.fast;
    const rest: StepCost = { step: 'features and the rest', seconds: (run + entity * (n + m)) / free };
    return [...searches.filter(({ step }) => step === 'matches'), rest];
  }
  const entity = byNamesAlone(task) ? fitted.entity.names : fitted.entity.pictures;
  return [...searches, { step: 'training and the rest', seconds: (fitted.run + entity * (n + m)) / free }];
}

/**
 * MiB, fitted to planted pairs of 1,000 and 3,000 entities a side with and without pictures, and to 19,388 × 19,572 by names
 * (3.5 GB): of any run, an entity, and how often rows of each kind are there at the same time.
 */
const held = { run: 330, entity: 0.001, features: 1.5, embedded: 3, passed: 0.7 };
/** The same of rows that nobody needs any more: they are collected before they are more than so much. */
const left = { embedded: 3.4, passed: 1, most: 1200 };
/** MiB of each side that a search has in the heap at most. */
const heapSide = (4 * heapBlock.cells) / 2 ** 20;

function memoryOf(task: AlignmentTask): number {
  const [n, m] = [task.left.entityCount, task.right.entityCount];
  const side = (rows: number, columns: number) => (rows * columns * 4) / 2 ** 20;
  const both = (columns: number) => side(n, columns) + side(m, columns);
  const { features, embedded, passed, refined } = rowWidths(task);
  const widest = Math.max(passed, refined, embedded);
  const heap = Math.min(heapSide, side(n, widest)) + Math.min(heapSide, side(m, widest));
  const rows = held.features * both(features) + held.embedded * both(embedded) + held.passed * both(passed);
  const uncollected = Math.min(left.most, left.embedded * both(embedded) + left.passed * both(passed));
  return held.run + held.entity * (n + m) + rows + uncollected + heap;
}

/** The same with `fast`, fitted to planted pairs of 1,000, 10,000 and 15,000 a side by names: features, what is passed along the triples, and beside them the fused rows or the searches' lists. */
const fastHeld = { run: 400, entity: 0.007 };

function fastMemoryOf(task: AlignmentTask): number {
  const [n, m] = [task.left.entityCount, task.right.entityCount];
  const side = (rows: number, columns: number) => (rows * columns * 4) / 2 ** 20;
  const { features, fused, passed } = rowWidths(task);
  const heap = Math.min(heapSide, side(n, passed)) + Math.min(heapSide, side(m, passed));
  const rows = side(n + m, features + passed) + Math.max(side(n + m, fused), heap);
  return fastHeld.run + fastHeld.entity * (n + m) + rows;
}
