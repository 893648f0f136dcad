import { type Coverage, coverage } from '../evaluate/index.js';
import { type AlignmentTask, checkSeeds, hopsFrom, type Regions, regionSizes, type SeedSet } from '../graph/index.js';
import type { PsqeResult } from '../seeds/index.js';
import { type Spread, spread } from '../stats/index.js';

/** What a region has of a stage's seeds. */
export interface RegionAccount {
  /** Entities of both graphs. */
  readonly entities: number;
  /** Seeds, each end counting a half. */
  readonly seeds: number;
  /** q_c/π_c: its share of the seeds over its share of the entities; NaN without seeds in the whole or entities here. */
  readonly ratio: number;
  /** p_c: share of the seeds with their left end here that are true; null without such seeds, or without partners. */
  readonly precision: number | null;
  /** Share of its entities within one hop of a seed. */
  readonly reached: number;
}

/** What a stage of PSQE made of the seeds. */
export interface StageAccount {
  readonly stage: string;
  readonly count: number;
  readonly precision: number | null;
  /** True seeds. */
  readonly correct: number | null;
  /** Over the regions, both ends: entropy and KL(q‖π), less its bias. */
  readonly spread: Spread | null;
  readonly coverage: Coverage;
  readonly regions: readonly RegionAccount[];
}

/** The seeds after each stage of a run of PSQE, by the stage's name; `variants` only where they were placed. */
export function stagesOf({
  stages,
}: Pick<PsqeResult, 'stages'>): Record<string, SeedSet> & Record<'resample' | 'refine' | 'expand', SeedSet> {
  const { resample, refine, expand, variants } = stages;
  const three = { resample: resample.seeds, refine: refine.seeds, expand: expand.seeds };
  return variants ? { ...three, variants: variants.seeds } : three;
}

/**
 * T5: what each stage changes: number, precision, KL(q‖π), coverage, in whole and by region.
 * @param options.regions e.g. `entityRegions(task)` or planted ones
 * @param options.partner true partner of each left entity, -1 where none is known; without it precisions are null
 */
export function stageAccounts(
  task: AlignmentTask,
  stages: Readonly<Record<string, SeedSet>>,
  options: { readonly regions: Regions; readonly partner?: Int32Array },
): StageAccount[] {
  return Object.entries(stages).map(([stage, seeds]) => {
    checkSeeds(seeds, task, stage);
    const count = seeds.left.length;
    const regions = regionAccounts(task, seeds, options);
    const correct = options.partner ? correctSeeds(seeds, options.partner).length : null;
    return {
      stage,
      count,
      precision: correct !== null && count > 0 ? correct / count : null,
      correct,
      spread: count > 0 ? spread(...countsOf(regions)) : null,
      coverage: coverage(task, seeds),
      regions,
    };
  });
}

const countsOf = (regions: readonly RegionAccount[]): [number[], number[]] => [
  regions.map((r) => r.seeds),
  regions.map((r) => r.entities),
];

/** Places of the seeds that are true. */
function correctSeeds({ left, right }: SeedSet, partner: Int32Array): Int32Array {
  return Int32Array.from(left.keys()).filter((i) => partner[left[i]!] === right[i]);
}

/** {@link RegionAccount} of each region. */
export function regionAccounts(
  task: AlignmentTask,
  seeds: SeedSet,
  { regions, partner }: { readonly regions: Regions; readonly partner?: Int32Array },
): RegionAccount[] {
  const sizes = (rows?: SeedSet) =>
    regionSizes(regions.left, regions.count, rows?.left).map(
      (n, c) => n + regionSizes(regions.right, regions.count, rows?.right)[c]!,
    );
  const [entities, ends] = [sizes(), sizes(seeds)];
  const all = task.left.entityCount + task.right.entityCount;
  const leftEnds = regionSizes(regions.left, regions.count, seeds.left);
  const trueRows = partner && correctSeeds(seeds, partner).map((i) => seeds.left[i]!);
  const correct = trueRows && regionSizes(regions.left, regions.count, trueRows);
  const reached = reachedBy(task, seeds, regions);
  return Array.from(entities, (size, c) => ({
    entities: size,
    seeds: ends[c]! / 2,
    ratio: ends[c]! / (2 * seeds.left.length) / (size / all),
    precision: correct && leftEnds[c]! > 0 ? correct[c]! / leftEnds[c]! : null,
    reached: size > 0 ? reached[c]! / size : 0,
  }));
}

/** Entities within one hop of a seed, by region. */
function reachedBy({ left, right }: AlignmentTask, seeds: SeedSet, regions: Regions): Float64Array {
  const counts = new Float64Array(regions.count);
  const sides = [
    [left, seeds.left, regions.left],
    [right, seeds.right, regions.right],
  ] as const;
  for (const [graph, rows, labels] of sides)
    hopsFrom(graph, rows, 1).forEach((hops, i) => {
      if (hops <= 1) counts[labels[i]!]!++;
    });
  return counts;
}
