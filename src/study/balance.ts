import * as z from 'zod';
import { count, type Options, option, optionSet, type Resolved, steps, type Work } from '../base/index.js';
import { random } from '../compute/index.js';
import { evaluateAlignment, splitLinks } from '../evaluate/index.js';
import { entityRegions } from '../features/index.js';
import { type AlignmentTask, GroundTruth, type Regions } from '../graph/index.js';
import { type Estimate, estimate } from '../stats/index.js';
import { plantedSeeds } from '../synthetic/index.js';
import { type AlignerOptions, trainAligner } from '../train/index.js';
import { type MakePart, makeAnew } from './begun.js';
import { gainAligners } from './gain/aligners.js';

export const balanceOptions = optionSet('balanceStudy', {
  k: option(count(), 200, 'Seeds (200: more may leave no entity of a small region for its wrong ones)'),
  precision: option(
    z.number().gt(0).max(1),
    0.65,
    'Share of them that are true, the same in every region; wrong ones join entities of one region',
  ),
  kl: option(
    z.array(z.number().nonnegative()).min(1),
    [0, 0.1, 0.2, 0.4, 0.6],
    'KL(q‖π) over 20 regions, nats; the first is what the others are compared with',
  ),
  seeds: option(z.array(z.number().int()).min(1), [1, 2, 3, 4, 5], 'Random seeds of split, tilt, seeds and training'),
  aligner: option(
    z.custom<AlignerOptions>((value) => typeof value === 'object' && value !== null),
    gainAligners.small!,
    "The aligner (the gain study's small MCLEA)",
  ),
});

/** Settings of {@link balanceStudy}. */
export interface BalanceOptions extends Options<typeof balanceOptions> {}

/** One imbalance over all random seeds. */
export interface BalanceRow {
  /** KL(q‖π) that was asked for, nats. */
  readonly kl: number;
  readonly hits1: Estimate;
  /** Hits@1 less that of the first row, paired by random seed; null for that row. */
  readonly effect: Estimate | null;
}

/**
 * Balance alone, on a real pair: seeds of one number and one precision, drawn from half of the true links with only their
 * spread over regions tilted (towards regions in random order), and the aligner that they train, tested on the other half.
 * @param make keeps runs, so that a study which was stopped goes on
 * @throws {DataError} when a region has too few links for its seeds
 */
export async function balanceStudy(
  { task, truth }: { readonly task: AlignmentTask; readonly truth: GroundTruth },
  options?: BalanceOptions,
  work?: Work,
  make: MakePart = makeAnew,
): Promise<{ rows: BalanceRow[]; options: Resolved<BalanceOptions> }> {
  const o = balanceOptions.resolve(options);
  const hits = o.kl.map((): number[] => []);
  const tell = steps(work, 'balance', o.kl.length * o.seeds.length);
  let done = 0;
  for (const seed of o.seeds)
    for (const [i, kl] of o.kl.entries()) {
      hits[i]!.push(await make(`${seed} ${kl}`, () => hitsOf(task, truth, { kl, seed }, o, work)));
      await tell(++done);
    }
  const rows = o.kl.map((kl, i) => ({
    kl,
    hits1: estimate(hits[i]!),
    effect: i === 0 ? null : estimate(hits[i]!, hits[0]!),
  }));
  return { rows, options: o };
}

async function hitsOf(
  task: AlignmentTask,
  truth: GroundTruth,
  { kl, seed }: { readonly kl: number; readonly seed: number },
  { k, precision, aligner }: Resolved<BalanceOptions>,
  work?: Work,
): Promise<number> {
  const { train, test } = splitLinks(truth, { seed, test: 0.5 });
  const regions = inRandomOrder(entityRegions(task, { seed: 1 }), seed);
  const { seeds } = plantedSeeds(new GroundTruth(train), regions, { k, precision, kl, seed });
  const trained = await trainAligner(task, seeds, { ...aligner, seed }, { signal: work?.signal });
  return evaluateAlignment(trained, test).hits1!;
}

/** The same regions under other numbers: a tilt favours the first ones. */
function inRandomOrder({ left, right, count }: Regions, seed: number): Regions {
  const to = random(seed).fork('regions').permutation(count);
  const renamed = (of: Int32Array) => of.map((region) => to[region]!);
  return { left: renamed(left), right: renamed(right), count };
}
