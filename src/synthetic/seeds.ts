import * as z from 'zod';
import { count, DataError, OptionError, type Options, option, optionSet, type Resolved } from '../base/index.js';
import { type Random, random } from '../compute/index.js';
import { type GroundTruth, type Regions, regionSizes, type SeedSet } from '../graph/index.js';
import { klDivergence } from '../stats/index.js';
import { apportion, tiltedShares } from './counts.js';
import { type Chosen, elsewhere, exchanged } from './wrong-ends.js';

const share = z.number().min(0).max(1);

export const plantedSeedOptions = optionSet('plantedSeeds', {
  k: option(count(), 200, 'Number of seeds'),
  precision: option(z.union([share, z.array(share)]), 1, 'Share of true pairs, of all seeds or by region'),
  shares: option(
    z.array(z.number().nonnegative()).nullable(),
    null,
    "The seeds' shares q of the regions, in proportion; null: by `kl`",
  ),
  kl: option(
    z.number().nonnegative(),
    0,
    "KL(q‖π) against the entities' shares π, nats; the first regions are favoured",
  ),
  wrong: option(
    z.enum(['near', 'far']),
    'near',
    'Where the right end of a wrong seed lies: in the same region, `near`, or in another, `far`',
  ),
  swapped: option(
    z.boolean(),
    false,
    "Whether wrong seeds' right ends are true partners of other wrong seeds; else of entities without a seed",
  ),
  seed: option(z.number().int(), 1, 'Drives everything random'),
});

/** The dials of {@link plantedSeeds}. */
export interface PlantedSeedOptions extends Options<typeof plantedSeedOptions> {}

/** Seeds of which everything is known. */
export interface PlantedSeeds {
  readonly seeds: SeedSet;
  /** 1 where the pair is true. */
  readonly correct: Uint8Array;
  /** Seeds by the region of their left end, and how many of them are true. */
  readonly counts: { readonly seeds: Int32Array; readonly correct: Int32Array };
  /** KL of these counts against the entities', nats, as it came out. */
  readonly kl: number;
  readonly options: Resolved<PlantedSeedOptions>;
}

/**
 * Seeds of exactly the wanted number, precision and shares (up to whole numbers), in random order. Wrong right ends
 * have the shares of the left ends; far ones too, unless more than half of the wrong seeds are of one region.
 * @throws {OptionError} for dials out of range, `DataError` when a region has too few entities for its seeds
 */
export function plantedSeeds(truth: GroundTruth, regions: Regions, options?: PlantedSeedOptions): PlantedSeeds {
  const o = plantedSeedOptions.resolve(options);
  const draw = random(o.seed).fork('planted seeds');
  const sizes = regionSizes(regions.left, regions.count);
  const counts = seedCounts(sizes, o);
  const correct = correctCounts(counts, o);
  const partner = truth.rightOf(regions.left.length);
  const chosen = chooseEntities({ regions, partner }, counts, correct, draw);
  const right = o.swapped
    ? exchanged(chosen.wrong, regions.left, o, draw)
    : elsewhere(chosen, regions.left, counts.length, o, draw);
  const pairs = [...chosen.correct.map((i) => [i, i] as const), ...chosen.wrong.map((i, w) => [i, right[w]!] as const)];
  const order = draw.fork('order').permutation(pairs.length);
  const shuffled = Array.from(order, (i) => pairs[i]!);
  return {
    seeds: {
      left: Int32Array.from(shuffled, ([l]) => l),
      right: Int32Array.from(shuffled, ([, r]) => partner[r]!),
      score: new Float32Array(pairs.length).fill(1),
      cluster: Int32Array.from(shuffled, ([l]) => regions.left[l]!),
    },
    correct: Uint8Array.from(shuffled, ([l, r]) => (l === r ? 1 : 0)),
    counts: { seeds: counts, correct },
    kl: klDivergence(counts, sizes),
    options: o,
  };
}

function seedCounts(sizes: Float64Array, o: Resolved<PlantedSeedOptions>): Int32Array {
  if (o.shares && o.shares.length !== sizes.length) throw perRegionError(o.shares.length, sizes.length, 'shares');
  const counts = apportion(o.shares ?? tiltedShares(sizes, o.kl), o.k);
  counts.forEach((count, c) => {
    if (count > sizes[c]!)
      throw new DataError(
        `region ${c} should have ${count} seeds and has ${sizes[c]} entities`,
        'plantedSeeds',
        'Lower k or kl, or plant more entities',
      );
  });
  return counts;
}

/** Of one precision for all: exact in the whole, as even as can be by region. */
function correctCounts(counts: Int32Array, { precision, k }: Resolved<PlantedSeedOptions>): Int32Array {
  if (typeof precision === 'number') return apportion(counts, Math.round(precision * k));
  if (precision.length !== counts.length) throw perRegionError(precision.length, counts.length, 'precision');
  return counts.map((count, c) => Math.round(count * precision[c]!));
}

const perRegionError = (given: number, regions: number, option: string) =>
  new OptionError(`${given} values for ${regions} regions`, `plantedSeeds: option "${option}"`, 'Give one a region');

function chooseEntities(
  { regions, partner }: { regions: Regions; partner: Int32Array },
  counts: Int32Array,
  correct: Int32Array,
  draw: Random,
): Chosen {
  const order = draw.fork('entities').permutation(regions.left.length);
  const chosen: Chosen = { correct: [], wrong: [], free: Array.from(counts, () => []) };
  const used = new Int32Array(counts.length);
  for (const i of order) {
    if (partner[i]! < 0) continue;
    const c = regions.left[i]!;
    const place = used[c]!++;
    if (place < correct[c]!) chosen.correct.push(i);
    else if (place < counts[c]!) chosen.wrong.push(i);
    else chosen.free[c]!.push(i);
  }
  return chosen;
}
