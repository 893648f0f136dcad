import { OptionError, type Resolved, steps, type Work } from '../base/index.js';
import { propagateFused } from '../features/index.js';
import type { AlignmentTask, Links, RankedMatches, SeedSet } from '../graph/index.js';
import { compareAll, ownUnitRows, pairKey, type RankOptions, rankCompared } from '../match/index.js';
import type { EmbeddingBlock } from '../models/index.js';
import { fusedWeights, learnWeights, taskWeights, variantSeeds, type Weights } from '../seeds/index.js';

/** What {@link alignFast} is given. */
export interface FastSettings extends Resolved<RankOptions> {
  readonly links: Links | null;
  readonly different: Links | null;
  readonly weights: Weights | 'learned' | null;
}

/**
 * Two graphs aligned without truth and without training: the features passed along the triples (SEU), matches by Sinkhorn's
 * plan over all entities, and variants placed as the pairs of their surroundings say.
 */
export async function alignFast(
  task: AlignmentTask,
  { links, different, weights: given, ...o }: FastSettings,
  work?: Work,
): Promise<{
  readonly matches: RankedMatches;
  readonly embeddings: ReturnType<typeof propagateFused> & { readonly blocks: readonly EmbeddingBlock[] };
  readonly weights: Weights;
}> {
  const chosen = given === 'learned' ? await learnWeights(task, { seed: o.seed }, work) : (given ?? fusedWeights);
  const weights = taskWeights(task, chosen);
  const tell = steps(work, 'match entities', 2);
  await tell(0);
  const sides = ownUnitRows(propagateFused(task, { weights }));
  await tell(1, 'features passed along the triples');
  const before = { known: links, different };
  const compared = compareAll(sides, { ...before, keep: o.keep, tieSeed: o.seed });
  const plain = rankCompared(compared, before, o);
  let matches = plain;
  // As in `psqe`: placing variants could contradict what is known.
  if (!links && o.cardinality === 'one-to-one') {
    const found = foundPairs(plain);
    const placed = (await variantSeeds(task, found, { seed: o.seed }, work)).seeds;
    if (placed !== found) matches = asSure(rankCompared(compared, { ...before, settled: placed }, o), plain);
  }
  await tell(2);
  return { matches, embeddings: { ...sides, blocks: [{ name: 'seu', width: sides.left.cols }] }, weights };
}

/** The matches with the confidence that pairs had as the plan's own: what is settled is not asked for its lead. */
function asSure(matches: RankedMatches, plain: RankedMatches): RankedMatches {
  const own = new Map(plain.stage.map((_, i) => [pairKey(plain.left[i]!, plain.right[i]!), plain.confidence[i]!]));
  const confidence = matches.confidence.map(
    (behind, i) => own.get(pairKey(matches.left[i]!, matches.right[i]!)) ?? behind,
  );
  return { ...matches, confidence };
}

/** The matches as pairs that variants are placed by. */
function foundPairs({ left, right, score, stage }: RankedMatches): SeedSet {
  const mine = (_: number, i: number) => stage[i] !== 'candidate';
  return { left: left.filter(mine), right: right.filter(mine), score: score.filter(mine) };
}

/** Refuses options that say something of training. @throws {OptionError} */
export function checkFast(o: { readonly k: number | null; readonly aligner: object }): void {
  const trained = o.k !== null ? 'k' : Object.keys(o.aligner).length > 0 ? 'aligner' : undefined;
  if (trained)
    throw new OptionError(
      'is about training, and `fast` trains nothing',
      `alignGraphs: option "${trained}"`,
      'Leave out one of the two',
    );
}
