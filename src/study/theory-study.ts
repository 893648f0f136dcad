import * as z from 'zod';
import { count, type Options, option, optionSet, type Resolved, type Work } from '../base/index.js';
import { random } from '../compute/index.js';
import { evaluateAlignment, metricsWhere, splitLinks } from '../evaluate/index.js';
import { entityRegions, fuse } from '../features/index.js';
import {
  type AlignmentTask,
  degreeQuartiles,
  type GroundTruth,
  type Links,
  type Regions,
  type SeedSet,
} from '../graph/index.js';
import {
  measuredShares,
  ownShare,
  repulsionShares,
  type SeedPull,
  type Space,
  seedPull,
  space,
  stageAccounts,
  trainingMass,
} from '../theory/index.js';
import { type MakePart, makeAnew } from './begun.js';

export const theoryStudyOptions = optionSet('theoryStudy', {
  temperature: option(z.number().positive(), 0.1, "τ of the repulsion's shares"),
  batch: option(count(2), 1000, 'Seeds of the batch that shares of the repulsion are measured on, drawn from each set'),
  epochs: option(count(), 12, 'Of the watched trainings of MCLEA'),
  seed: option(z.number().int(), 1, 'Draws regions, batches and the split, and drives training'),
});

/** Settings of {@link theoryStudy}. */
export interface TheoryStudyOptions extends Options<typeof theoryStudyOptions> {}

/** What the theory's quantities are for one seed set of a real pair. */
export interface TheoryRow {
  readonly seeds: string;
  /** T5: number, share of true ones, KL(q‖π) over 20 clusters (nats), share of entities within a hop. */
  readonly count: number;
  readonly precision: number | null;
  readonly kl: number;
  readonly coverage1: number;
  /** T2: the pull towards true partners, predicted from each region's precision and measured. */
  readonly pull: SeedPull;
  /** T3: Σ_c q_c m_c, the share of the repulsion that anchors get from seeds of their own region. */
  readonly own: { readonly predicted: number; readonly measured: number };
  /** T4 at the last epoch: KL of regions' gradients, and of AdamW's steps, from their share of entities (nats). */
  readonly mass: { readonly gradient: number; readonly update: number };
  /** T4: entities, and mean gradient relative to a seed's, by hops from the nearest seed: 0, 1, 2, 3, more. */
  readonly hops: { readonly entities: readonly number[]; readonly gradient: readonly number[] };
  readonly hits1: number;
  /** Hits@1 where the left end is in the lowest quartile of degree. */
  readonly sparse: number | null;
}

/**
 * Statements T2 to T5 (method §7) on a real pair, where nothing can be moved alone: for each seed set the pull, the shares
 * of repulsion, the mass of training and what the aligner makes of it.
 * @param make keeps what trainings gave, so that a study which was stopped goes on
 * @throws {DataError} for a seed set none of whose left ends has a partner
 */
export async function theoryStudy(
  { task, truth }: { readonly task: AlignmentTask; readonly truth: GroundTruth },
  sets: Readonly<Record<string, SeedSet>>,
  options?: TheoryStudyOptions,
  work?: Work,
  make: MakePart = makeAnew,
): Promise<{ rows: TheoryRow[]; options: Resolved<TheoryStudyOptions> }> {
  const o = theoryStudyOptions.resolve(options);
  const regions = entityRegions(task, { seed: o.seed });
  const partner = truth.rightOf(task.left.entityCount);
  const known = space({ ...fuse(task), partner, regions });
  const accounts = stageAccounts(task, sets, { regions, partner });
  const { test } = splitLinks(truth, { test: 0.7, seed: o.seed });
  const rows: TheoryRow[] = [];
  for (const [i, [name, seeds]] of Object.entries(sets).entries()) {
    const { count, precision, spread, coverage, regions: byRegion } = accounts[i]!;
    rows.push({
      seeds: name,
      count,
      precision,
      kl: spread!.kl,
      coverage1: coverage[1],
      pull: seedPull(known, seeds),
      own: ownShares(
        known,
        seeds,
        byRegion.map((r) => r.seeds / count),
        o,
      ),
      ...(await make(name, () => trainedOn(task, seeds, { regions, test }, o, work))),
    });
  }
  return { rows, options: o };
}

function ownShares(known: Space, seeds: SeedSet, q: readonly number[], o: Resolved<TheoryStudyOptions>) {
  return {
    predicted: ownShare(repulsionShares(known, q, o)),
    measured: ownShare(measuredShares(known, drawn(seeds, o), o)),
  };
}

/** As many of the seeds as a batch has, drawn at random. */
function drawn(seeds: SeedSet, { batch, seed }: Resolved<TheoryStudyOptions>): Links {
  const count = seeds.left.length;
  const order = random(seed).fork('theory batch').permutation(count).subarray(0, Math.min(batch, count));
  return { left: order.map((i) => seeds.left[i]!), right: order.map((i) => seeds.right[i]!) };
}

async function trainedOn(
  task: AlignmentTask,
  seeds: SeedSet,
  { regions, test }: { readonly regions: Regions; readonly test: Links },
  { epochs, seed }: Resolved<TheoryStudyOptions>,
  work?: Work,
): Promise<Pick<TheoryRow, 'mass' | 'hops' | 'hits1' | 'sparse'>> {
  const every = Math.max(1, epochs - 1);
  const mass = await trainingMass(task, seeds, { region: regions }, { epochs, every, seed }, work);
  const last = mass.steps.at(-1)!.groups;
  const entities = mass.entities.hops!;
  const each = last.hops!.gradient.byGroup.map((sum, hop) => sum / Math.max(1, entities[hop]!));
  const scores = evaluateAlignment(mass, test);
  const quartile = degreeQuartiles(task.left.degrees());
  return {
    mass: { gradient: last.region!.gradient.imbalance, update: last.region!.update.imbalance },
    hops: { entities, gradient: each.map((x) => x / each[0]!) },
    hits1: scores.hits1!,
    sparse: metricsWhere(scores.ranks, (link) => quartile[test.left[link]!] === 0).hits1,
  };
}
