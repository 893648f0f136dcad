import { steps, type Work } from '../base/index.js';
import { topK } from '../compute/index.js';
import { fusedModalities, propagateFused } from '../features/index.js';
import type { AlignmentTask, Links, SeedSet } from '../graph/index.js';
import { type CrossEvidence, ownPairLead } from '../match/index.js';
import { type AlignerOptions, type ModelWeights, trainAligner, weightKeeper } from '../train/index.js';

/** What an aligner was trained on, and how. */
export interface TrainedOn {
  readonly seeds: SeedSet;
  readonly aligner: AlignerOptions;
  /** Weights of the modalities, see `fuse`. */
  readonly weights: Readonly<Record<string, number>>;
  /** Whether the seeds say how pictures of things that nothing else tells apart correspond (`variantSeeds`). */
  readonly ordered: boolean;
  /** Whose rivals a pair has to be ahead of. */
  readonly rivals: 'both' | 'left';
}

/** Pairs that one of the two aligners was trained on, and which (0 or 1). */
export interface SeenPairs extends Links {
  readonly half: ArrayLike<number>;
}

/**
 * What speaks for pairs beyond what they were made from: two aligners, trained on every other seed each, of which one has
 * not seen a given seed (cross-fitting), and the features passed along the triples, which no seed has touched.
 */
export async function crossEvidence(
  task: AlignmentTask,
  pairs: Links,
  on: TrainedOn,
  work?: Work,
): Promise<CrossEvidence & { readonly weights: readonly ModelWeights[] }> {
  const halves: Float32Array[] = [];
  const weights: (ModelWeights | undefined)[] = [];
  for (const half of [0, 1]) {
    const seeds = everyOther(on.seeds, half);
    const aligner = { ...on.aligner, checkpoint: null, resume: false };
    const keeper = weightKeeper();
    if (seeds.left.length === 0) continue;
    const view = await trainAligner(task, seeds, aligner, { ...work, onStep: keeper.onStep });
    halves.push(ownPairLead(view, pairs, on.rivals));
    weights.push(keeper.weights());
  }
  const seen = { ...on.seeds, half: Uint8Array.from(on.seeds.left, (_, i) => i % 2) };
  const evidence = await evidenceBy(task, pairs, on, { leads: halves, seen }, work);
  return { ...evidence, weights: weights.filter((each) => each !== undefined) };
}

/** The same by the two aligners' leads. */
export async function evidenceBy(
  task: AlignmentTask,
  pairs: Links,
  on: Omit<TrainedOn, 'seeds' | 'aligner'>,
  { leads, seen }: { readonly leads: readonly Float32Array[]; readonly seen: SeenPairs },
  work?: Work,
): Promise<CrossEvidence> {
  const tell = steps(work, 'confidence', 1);
  await tell(0);
  const evidence = {
    heldOut: heldOut(leads, seen, pairs),
    untrained: ownPairLead(propagateFused(task, { weights: on.weights }), pairs, on.rivals),
    looksAlone: on.ordered ? new Uint8Array(pairs.left.length) : looksAlone(task, pairs, on.weights),
  };
  await tell(1);
  return evidence;
}

/** Seeds come best first: every other one is as sure as the rest. */
function everyOther(seeds: SeedSet, half: number): SeedSet {
  const mine = (_: number, i: number) => i % 2 === half;
  return {
    ...{ left: seeds.left.filter(mine), right: seeds.right.filter(mine), score: seeds.score.filter(mine) },
    ...(seeds.weight && { weight: seeds.weight.filter(mine) }),
  };
}

/** Of a seed what the half without it says, of other pairs the mean of both. */
function heldOut(halves: readonly Float32Array[], seen: SeenPairs, pairs: Links): Float32Array {
  const place = new Map(Array.from(seen.left, (l, i) => [l, i]));
  return Float32Array.from(pairs.left, (l, p) => {
    const at = place.get(l);
    const by = at !== undefined && seen.right[at] === pairs.right[p] ? seen.half[at] : undefined;
    const telling = halves.filter((_, half) => half !== by);
    return (telling.length > 0 ? telling : halves).reduce((sum, lead) => sum + lead[p]! / (telling.length || 1), 0);
  });
}

/** Cosine from which on rows are the same up to rounding. */
const same = 1 - 1e-5;

/** 1 for pairs of which an end has, but for its picture, the same features and neighbours as another entity of its graph. */
function looksAlone(task: AlignmentTask, pairs: Links, weights: TrainedOn['weights']): Uint8Array {
  const used = fusedModalities(task, weights);
  if (!used.includes('image') || used.length === 1) return new Uint8Array(pairs.left.length);
  const { left, right } = propagateFused(task, { weights: { ...weights, image: 0 } });
  const twins = [left, right].map((rows) => {
    const { values } = topK({ left: rows, right: rows }, 2);
    return Array.from({ length: rows.rows }, (_, i) => rows.rows > 1 && values[2 * i + 1]! > same);
  });
  return Uint8Array.from(pairs.left, (l, p) => (twins[0]![l] || twins[1]![pairs.right[p]!] ? 1 : 0));
}
