import { steps, type Work } from '../base/index.js';
import { type Csr, type Pairs, random, type Scores, withCsls, withProducts } from '../compute/index.js';
import { entityRegions } from '../features/index.js';
import type { AlignmentTask, SeedSet } from '../graph/index.js';
import { train } from '../train/index.js';
import { comparedSides, rawPart } from './compared.js';
import { surest } from './curriculum.js';
import { type Embeddings, embeddings, seedEncoder } from './encoder.js';
import { flood, nextSupport } from './flood.js';
import { growSeeds } from './grow.js';
import { withLabelView } from './label-block.js';
import { linkSeeds, pairWeights, withKept } from './links.js';
import { pairScores } from './pair-scores.js';
import { type Marked, pickPairs } from './pick.js';
import type { ResolvedRefine } from './refine-options.js';
import { rawSides } from './sides.js';
import { scaled } from './support.js';
import { taskWeights } from './weights.js';

/** Sizes of one round of self-training. */
export interface Round {
  /** Pairs that it was trained on. */
  readonly trained: number;
  /** Pairs that it ended with. */
  readonly found: number;
}

/** What all rounds came to. */
export interface Rounds {
  readonly pairs: SeedSet;
  readonly embeddings: Embeddings;
  readonly rounds: readonly Round[];
  readonly loss: readonly number[];
}

/** Stage 2's rounds: train on the surest pairs, pick pairs anew, and again. */
export async function trainRounds(
  task: AlignmentTask,
  seeds: SeedSet,
  o: ResolvedRefine,
  work?: Work,
): Promise<Rounds> {
  let { pairs, support }: { pairs: Marked; support?: Csr } = { pairs: seeds };
  if (o.flood) {
    const weights = taskWeights(task, o.flood.weights);
    ({ pairs, support } = await flood(task, seeds, rawSides(task, { ...o.flood, weights }), o.flood, work));
  }
  const kept = keptPairs(task, seeds, o);
  const raw = rawPart(task, o);
  if (kept) pairs = withKept(kept, pairs);
  const rounds: Round[] = [];
  const loss: number[] = [];
  let learned: Embeddings = new Map();
  for (const [r, share] of o.rounds.entries()) {
    const sure = surest(task, pairs, share, kept?.left.length ?? 0, o);
    const round = await learn(task, sure, o, work);
    learned = withLabelView(task, round.learned, sure, o);
    loss.push(...round.loss);
    const tell = steps(work, `stage 2, round ${r + 1} of ${o.rounds.length}`, 2);
    await tell(0);
    if (o.flood) support = nextSupport(task, support, pairs, o.flood);
    const sides = comparedSides(task, learned, o, raw);
    await tell(1);
    const sparse = support && scaled(support, o.flood!.weight);
    const plain = { ...sides, ...(sparse && { sparse }) };
    const { scores, found } = await withProducts(sides, () => {
      const scores = o.pick === 'sinkhorn' ? plain : withCsls(plain, o.csls);
      return { scores, found: picked(scores, seeds.left.length, kept, o) };
    });
    await tell(2, `${found.left.length} pairs`);
    pairs = await withNeighbours(task, found, { kept, learned, scores }, o, work);
    rounds.push({ trained: sure.left.length, found: pairs.left.length });
  }
  return { pairs, embeddings: learned, rounds, loss };
}

/** The pairs that stay through all rounds. */
function keptPairs(task: AlignmentTask, seeds: SeedSet, { keep, links }: ResolvedRefine): Pairs | undefined {
  if (keep) return seeds;
  return links ? linkSeeds(task, links) : undefined;
}

async function learn(task: AlignmentTask, pairs: Marked, o: ResolvedRefine, work?: Work) {
  const model = seedEncoder(task, o, random(o.seed).fork('stage 2'));
  try {
    // The margin of a pair without rivals is infinite.
    const margins = o.confidence === 'margin' ? pairs.margin?.map((m) => Math.min(m, 2)) : undefined;
    // Where every pair has a rival as good, all count alike.
    const own = margins?.some((m) => m > 0) ? margins : undefined;
    const weight = pairWeights(pairs, o.links, o.linkWeight, own);
    const joint = {
      left: pairs.left,
      right: pairs.right.map((r) => r + model.leftCount),
      ...(weight && { weight }),
      ...(model.wants?.balance && { regions: entityRegions(task, { seed: o.seed }) }),
    };
    const { epochs, learningRate, weightDecay, batchSize, step, seed } = o;
    const { history } = await train(model, joint, { epochs, learningRate, weightDecay, batchSize, step, seed }, work);
    return { learned: embeddings(model), loss: history.loss };
  } finally {
    model.dispose();
  }
}

/** The pairs that are picked now, or those kept and the picked ones that touch none. */
function picked(scores: Scores, count: number, kept: Pairs | undefined, o: ResolvedRefine): Marked {
  const k = o.k ?? (o.pick === 'greedy' ? count : Number.POSITIVE_INFINITY);
  // Similarities are added up, not averaged.
  const plan = { ...o.plan, temperature: o.plan.temperature / (o.raw + o.learned + o.labels || 1) };
  const found = pickPairs(scores, { ...o, plan, k });
  return kept ? withKept(kept, found) : found;
}

/** The pairs, with expansion those of their neighbourhoods too, all scored alike; a pair that joins has a margin of 0. */
async function withNeighbours(
  task: AlignmentTask,
  pairs: Marked,
  {
    kept,
    learned,
    scores,
  }: { readonly kept: Pairs | undefined; readonly learned: Embeddings; readonly scores: Scores },
  o: ResolvedRefine,
  work?: Work,
): Promise<Marked> {
  if (!kept && !o.expand) return pairs;
  const { left, right } = o.expand
    ? await growSeeds(task, comparedSides(task, learned, o.expand), pairs, o.expand, work, 'stage 2, neighbours')
    : pairs;
  const score = pairScores(scores, { left, right });
  if (!pairs.margin) return { left, right, score };
  const margin = new Float32Array(left.length);
  margin.set(pairs.margin);
  return { left, right, score, margin };
}
