import { InputError, type Options, optionSet, type Resolved, steps, type Work } from '../base/index.js';
import type { AlignmentTask, Links, RankedMatches, SeedSet } from '../graph/index.js';
import { crossConfidence, leaveOut, pairKey, pairKeys, rankFields, rankMatches } from '../match/index.js';
import { type PsqeResult, psqe, type VariantOptions, type Weights } from '../seeds/index.js';
import {
  type AlignerOptions,
  type AlignerResult,
  type ModelWeights,
  trainAligner,
  weightKeeper,
} from '../train/index.js';
import { alignFast, checkFast, type FastSettings } from './align-fast.js';
import { alignFields } from './align-fields.js';
import { crossEvidence } from './cross-evidence.js';
import { gainAligners } from './gain/aligners.js';

export const alignGraphsOptions = optionSet('alignGraphs', { ...alignFields, ...rankFields });

/** Settings of {@link alignGraphs}. */
export interface AlignGraphsOptions extends Options<typeof alignGraphsOptions> {}

/** Two aligned graphs. */
export interface AlignedGraphs {
  readonly matches: RankedMatches;
  /** What the aligner was trained on; none where nothing is trained. */
  readonly seeds: SeedSet;
  /** What it made of all entities: N1 × width and N2 × width, unit rows, and what stands in them side by side. */
  readonly embeddings: Pick<AlignerResult, 'left' | 'right' | 'blocks'>;
  /** What `keepAlignment` keeps for a later `updateAlignment`. */
  readonly trained: TrainedParts;
  /** Every option as it was used. */
  readonly options: Resolved<AlignGraphsOptions>;
  readonly seconds: number;
}

/** What was trained, and what was found on the way. */
export interface TrainedParts {
  /** Of the aligner, then of the two that confidences are told by; none where nothing is trained. */
  readonly weights: readonly ModelWeights[];
  /** How variants are placed; null: they are not. */
  readonly variants: Resolved<VariantOptions> | null;
  /** Whether an order of variants was found. */
  readonly ordered: boolean;
}

/**
 * Two graphs aligned without truth: seeds by `psqe`, a small MCLEA trained on them, matches by Sinkhorn's plan over all
 * entities. Where names have to do without pictures, SEU and LightEA's view of the seeds stand beside the aligner, those
 * that find half of the seeds again. With `fast` nothing is trained.
 * @throws {OptionError} for a bad option, {@link DataError} when nothing can be compared, {@link AbortedError}
 */
export async function alignGraphs(
  task: AlignmentTask,
  options?: AlignGraphsOptions,
  work?: Work,
): Promise<AlignedGraphs> {
  const start = performance.now();
  const o = alignGraphsOptions.resolve(options);
  checkApart(o.links, o.different);
  if (o.fast) return fastRoute(task, o, start, work);
  const k = o.k ?? seedCount(task);
  const made = await psqe(task, { k, seed: o.seed, links: o.links, weights: o.weights }, work);
  const seeds = without(made.seeds, o.different);
  const aligner = { ...smallAligner(task, seeds.left.length), seed: o.seed, ...o.aligner };
  const keeper = weightKeeper();
  const trained = await trainAligner(task, seeds, aligner, { ...work, onStep: keeper.onStep });
  const { left, right, blocks } = trained;
  const { top, minScore, cardinality, seed } = o;
  const tell = steps(work, 'match entities', 1);
  await tell(0);
  const ranked = rankMatches(
    { left, right },
    { known: o.links, seeds, different: o.different },
    { top, minScore, cardinality, seed },
  );
  await tell(1);
  const weights = made.options.weights as Weights;
  const ordered = hasOrder(made);
  const on = {
    seeds,
    aligner,
    weights,
    ordered,
    rivals: cardinality === 'one-to-one' ? 'both' : 'left',
  } as const;
  const evidence = o.confidence === 'plan' ? undefined : await crossEvidence(task, ranked, on, work);
  const matches = leaveOut(evidence ? crossConfidence(ranked, evidence) : ranked, o.minConfidence);
  const whole = keeper.weights();
  return {
    matches,
    seeds,
    embeddings: { left, right, blocks },
    trained: {
      weights: whole ? [whole, ...(evidence?.weights ?? [])] : [],
      variants: made.options.variants as Resolved<VariantOptions> | null,
      ordered,
    },
    options: { ...o, k, weights: made.options.weights, aligner: trained.options },
    seconds: (performance.now() - start) / 1000,
  };
}

/** The route without training. */
async function fastRoute(
  task: AlignmentTask,
  o: Resolved<AlignGraphsOptions>,
  start: number,
  work?: Work,
): Promise<AlignedGraphs> {
  checkFast(o);
  const { links, different, seed, top, minScore, cardinality } = o;
  const settings = { links, different, weights: o.weights as FastSettings['weights'] };
  const ranking = { top, minScore, cardinality, seed, keep: null };
  const { matches, embeddings, weights } = await alignFast(task, { ...settings, ...ranking }, work);
  const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
  return {
    matches: leaveOut(matches, o.minConfidence),
    seeds: none,
    embeddings,
    trained: { weights: [], variants: null, ordered: false },
    options: { ...o, k: 0, weights, confidence: 'plan', aligner: { model: 'seu' } },
    seconds: (performance.now() - start) / 1000,
  };
}

/** The seeds that are not known to be different. */
function without(seeds: SeedSet, different: Links | null): SeedSet {
  if (!different) return seeds;
  const apart = pairKeys(different);
  const kept = [...seeds.left.keys()].filter((i) => !apart.has(pairKey(seeds.left[i]!, seeds.right[i]!)));
  const { left, right, score, cluster, weight } = seeds;
  return {
    left: Int32Array.from(kept, (i) => left[i]!),
    right: Int32Array.from(kept, (i) => right[i]!),
    score: Float32Array.from(kept, (i) => score[i]!),
    ...(cluster && { cluster: Int32Array.from(kept, (i) => cluster[i]!) }),
    ...(weight && { weight: Float32Array.from(kept, (i) => weight[i]!) }),
  };
}

/** Refuses pairs that are said to be the same and different. @throws {InputError} */
function checkApart(links: Links | null, different: Links | null): void {
  const known = pairKeys(links);
  different?.left.forEach((l, i) => {
    if (known.has(pairKey(l, different.right[i]!)))
      throw new InputError(
        `pair ${i} (rows ${l}, ${different.right[i]}) is a known link, too`,
        'alignGraphs: option "different"',
        'Say one of the two',
      );
  });
}

/** Whether the order of variants was found for one size at least: the others then follow it. */
const hasOrder = ({ stages: { variants } }: PsqeResult): boolean =>
  (variants?.sizes ?? []).some(({ margin = 0 }) => margin >= variants!.options.margin!);

/** A fifth of the smaller graph, from 20 (or all) to 4,500. */
export function seedCount({ left, right }: AlignmentTask): number {
  const smaller = Math.min(left.entityCount, right.entityCount);
  return Math.min(smaller, Math.max(20, Math.min(4500, Math.round(smaller / 5))));
}

/** Steps that an aligner has at least: with few seeds an epoch is one. */
const LEAST_STEPS = 24;

function smallAligner({ modalities }: AlignmentTask, seeds: number): AlignerOptions {
  const small = gainAligners.small!;
  const has = (name: string) => modalities.some((m) => m.name === name && m.comparable);
  const batches = Math.ceil(seeds / 512);
  return {
    ...small,
    epochs: Math.max(small.epochs!, Math.ceil(LEAST_STEPS / batches)),
    ...(has('name') && !has('image') && { beside: ['seu', 'labels'], besideLeast: 0.5 }),
  };
}
