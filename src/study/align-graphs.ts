import { type Options, optionSet, type Resolved, steps, type Work } from '../base/index.js';
import type { Matrix } from '../compute/index.js';
import type { AlignmentTask, RankedMatches, SeedSet } from '../graph/index.js';
import { crossConfidence, leaveOut, rankFields, rankMatches } from '../match/index.js';
import { type PsqeResult, psqe, type Weights } from '../seeds/index.js';
import { type AlignerOptions, trainAligner } from '../train/index.js';
import { alignFields } from './align-fields.js';
import { crossEvidence } from './cross-evidence.js';
import { gainAligners } from './gain/aligners.js';

export const alignGraphsOptions = optionSet('alignGraphs', { ...alignFields, ...rankFields });

/** Settings of {@link alignGraphs}. */
export interface AlignGraphsOptions extends Options<typeof alignGraphsOptions> {}

/** Two aligned graphs. */
export interface AlignedGraphs {
  readonly matches: RankedMatches;
  /** What the aligner was trained on. */
  readonly seeds: SeedSet;
  /** What it made of all entities: N1 × width and N2 × width, unit rows. */
  readonly embeddings: { readonly left: Matrix; readonly right: Matrix };
  /** Every option as it was used. */
  readonly options: Resolved<AlignGraphsOptions>;
  readonly seconds: number;
}

/**
 * Two graphs aligned without truth: seeds by `psqe`, a small MCLEA trained on them, matches by Sinkhorn's plan over all
 * entities. Where names have to do without pictures, SEU and LightEA's view of the seeds stand beside the aligner.
 * @throws {OptionError} for a bad option, {@link DataError} when nothing can be compared, {@link AbortedError}
 */
export async function alignGraphs(
  task: AlignmentTask,
  options?: AlignGraphsOptions,
  work?: Work,
): Promise<AlignedGraphs> {
  const start = performance.now();
  const o = alignGraphsOptions.resolve(options);
  const k = o.k ?? seedCount(task);
  const made = await psqe(task, { k, seed: o.seed, links: o.links, weights: o.weights }, work);
  const { seeds } = made;
  const aligner = { ...smallAligner(task, seeds.left.length), seed: o.seed, ...o.aligner };
  const trained = await trainAligner(task, seeds, aligner, work);
  const { left, right } = trained;
  const { top, minScore, cardinality, seed } = o;
  const tell = steps(work, 'match entities', 1);
  await tell(0);
  const ranked = rankMatches({ left, right }, { known: o.links, seeds }, { top, minScore, cardinality, seed });
  await tell(1);
  const weights = made.options.weights as Weights;
  const on = {
    seeds,
    aligner,
    weights,
    ordered: hasOrder(made),
    rivals: cardinality === 'one-to-one' ? 'both' : 'left',
  } as const;
  const sure = o.confidence === 'plan' ? ranked : crossConfidence(ranked, await crossEvidence(task, ranked, on, work));
  const matches = leaveOut(sure, o.minConfidence);
  return {
    matches,
    seeds,
    embeddings: { left, right },
    options: { ...o, k, weights: made.options.weights, aligner: trained.options },
    seconds: (performance.now() - start) / 1000,
  };
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
    ...(has('name') && !has('image') && { beside: ['seu', 'labels'] }),
  };
}
