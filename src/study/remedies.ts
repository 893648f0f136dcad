import * as z from 'zod';
import { columnCount, count, type Options, option, optionSet, type Resolved, steps, type Work } from '../base/index.js';
import { evaluateAlignment, splitLinks } from '../evaluate/index.js';
import { type Interval, meanInterval, pairedDifference } from '../stats/index.js';
import { plantedSeeds, type SyntheticOptions, type SyntheticTask, syntheticTask } from '../synthetic/index.js';
import { type RegionOutcome, regionOutcomes } from '../theory/index.js';
import { trainAligner } from '../train/index.js';

export const remedyOptions = optionSet('remedyStudy', {
  synthetic: option(
    z.custom<SyntheticOptions>((value) => typeof value === 'object' && value !== null),
    { entities: 900, regions: 6, noise: 1.8, degree: 5 },
    "Dials of the pairs; `seed` is each run's own",
  ),
  k: option(count(), 180, 'Seeds, all of them true'),
  kl: option(z.number().positive(), 0.5, 'KL(q‖π) of the uneven seeds, nats'),
  seeds: option(
    z.array(z.number().int()).min(2),
    [1, 2, 3, 4, 5],
    'Random seeds of pair, planted seeds, split and training',
  ),
  remedies: option(
    z.record(z.string(), z.looseObject({})),
    {
      'repulsion balanced': { repulsion: 'balanced' },
      'anchors balanced': { anchors: 'balanced' },
      'both balanced': { repulsion: 'balanced', anchors: 'balanced' },
      'negatives from all': { negatives: 'all', negativeCount: 256 },
    },
    'What is compared with `plain`, by name: options of MCLEA (the remedies of T3)',
  ),
  epochs: option(count(), 40, 'Of training'),
  aligner: option(
    z.strictObject({
      width: columnCount(),
      modalityWidth: columnCount(),
      learningRate: z.number().positive(),
    }),
    { width: 48, modalityWidth: 24, learningRate: 0.005 },
    "MCLEA's size and learning rate: a small aligner, which stands for many runs in a notebook (48, 24; 0.005)",
  ),
  level: option(z.number().gt(0).lt(1), 0.95, 'Of the intervals'),
});

/** Settings of {@link remedyStudy}. */
export interface RemedyOptions extends Options<typeof remedyOptions> {}

/** One training. */
export interface RemedyRun {
  readonly remedy: string;
  readonly seed: number;
  readonly hits1: number;
  readonly regions: readonly RegionOutcome[];
}

/** A remedy over all random seeds, against `plain`. */
export interface RemedyEffect {
  readonly remedy: string;
  readonly hits1: Interval;
  /** Paired difference of Hits@1 from `plain`. */
  readonly difference: Interval;
  /** The same over the test links of regions with q_c/π_c below a half under the uneven seeds; null if a run has none. */
  readonly poorDifference: Interval | null;
}

export interface RemedyStudy {
  readonly runs: readonly RemedyRun[];
  /** `even seeds` first, then the remedies. */
  readonly effects: readonly RemedyEffect[];
  readonly options: Resolved<RemedyOptions>;
}

const plain = 'plain';
const even = 'even seeds';

/**
 * The remedies of T3 on planted pairs: uneven seeds under the plain loss and under each remedy, and evenly spread seeds of
 * the same number and precision under the plain loss, which is the gap to be closed. Runs of one random seed share pair,
 * split and training seed, so that differences are paired.
 */
export async function remedyStudy(options?: RemedyOptions, work?: Work): Promise<RemedyStudy> {
  const o = remedyOptions.resolve(options);
  const arms: [string, number, object][] = [
    [plain, o.kl, {}],
    [even, 0, {}],
    ...Object.entries(o.remedies).map(([name, changes]): [string, number, object] => [name, o.kl, changes]),
  ];
  const runs: RemedyRun[] = [];
  const step = steps(work, 'remedies', o.seeds.length * arms.length);
  for (const seed of o.seeds) {
    const planted = syntheticTask({ ...o.synthetic, seed });
    for (const [remedy, kl, changes] of arms) {
      runs.push({ remedy, seed, ...(await oneRun(planted, { kl, changes, seed }, o, work)) });
      await step(runs.length);
    }
  }
  const compared = arms.slice(1).map(([remedy]) => remedy);
  return { runs, effects: compared.map((remedy) => effectOf(remedy, runs, o.level)), options: o };
}

/** Hits@1 of regions of one density of seeds. */
export interface DensityHits {
  /** q_c/π_c to a twentieth. */
  readonly ratio: number;
  /** Over the regions of all runs. */
  readonly hits: Interval;
}

/** Hits@1 by the density of seeds, rising: regions of one density together, over all runs; a single region has no interval. */
export function hitsByDensity(runs: readonly Pick<RemedyRun, 'regions'>[]): DensityHits[] {
  const groups = new Map<number, number[]>();
  for (const { ratio, hits1 } of runs.flatMap(({ regions }) => regions)) {
    const at = Math.round(20 * ratio) / 20;
    groups.set(at, [...(groups.get(at) ?? []), hits1]);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .filter(([, hits]) => hits.length > 1)
    .map(([ratio, hits]) => ({ ratio, hits: meanInterval(hits) }));
}

async function oneRun(
  { task, truth, regions }: SyntheticTask,
  run: { readonly kl: number; readonly changes: object; readonly seed: number },
  o: Resolved<RemedyOptions>,
  work?: Work,
): Promise<Pick<RemedyRun, 'hits1' | 'regions'>> {
  const { kl, changes, seed } = run;
  const { test } = splitLinks(truth, { seed, test: 0.5 });
  const { seeds } = plantedSeeds(truth, regions, { k: o.k, kl, seed });
  const { learningRate, ...size } = o.aligner;
  const settings = { learningRate, epochs: o.epochs, seed, regions, modelOptions: { ...size, ...changes } };
  const trained = await trainAligner(task, seeds, settings, { signal: work?.signal });
  const partner = truth.rightOf(task.left.entityCount);
  return {
    hits1: evaluateAlignment(trained, test).hits1!,
    regions: regionOutcomes(task, seeds, trained, { regions, partner, test }),
  };
}

function effectOf(remedy: string, runs: readonly RemedyRun[], level: number): RemedyEffect {
  const of = (name: string) => runs.filter((run) => run.remedy === name);
  const [own, base] = [of(remedy), of(plain)];
  const all = (list: readonly RemedyRun[]) => list.map(({ hits1 }) => hits1);
  // The regions that are poor under the uneven seeds, for both sides of the difference.
  const poor = (list: readonly RemedyRun[]) => list.map((run, i) => poorHits(run, base[i]!));
  return {
    remedy,
    hits1: meanInterval(all(own), { level }),
    difference: pairedDifference(all(own), all(base), { level }),
    poorDifference: poor(base).some(Number.isNaN) ? null : pairedDifference(poor(own), poor(base), { level }),
  };
}

/** NaN without such regions. */
function poorHits({ regions }: RemedyRun, base: RemedyRun): number {
  const poor = new Set(base.regions.filter(({ ratio }) => ratio < 0.5).map(({ region }) => region));
  const rows = regions.filter(({ region }) => poor.has(region));
  const tested = rows.reduce((sum, row) => sum + row.tested, 0);
  return rows.reduce((sum, row) => sum + row.tested * row.hits1, 0) / tested;
}
