import { type Resolved, steps, type Work } from '../../base/index.js';
import type { AlignmentTask, Links, RankedMatches, SeedSet } from '../../graph/index.js';
import {
  crossConfidence,
  leaveOut,
  matchEntities,
  pairKey,
  pairKeys,
  pairLead,
  rankMatches,
  sharingProducts,
} from '../../match/index.js';
import type { Weights } from '../../seeds/index.js';
import { type ContinuedAligner, continueAligner, type ModelWeights } from '../../train/index.js';
import type { AlignGraphsOptions } from '../align-graphs.js';
import { evidenceBy } from '../cross-evidence.js';
import { type Changes, changesOf, today } from './changes.js';
import { decided } from './decided.js';
import { type FallenMatch, fallenMatches } from './fallen.js';
import { type KeptAlignment, keptSide } from './kept.js';
import { keptNow } from './next.js';
import { type UpdateAlignmentOptions, updateAlignmentOptions } from './options.js';
import { placeAgain } from './place.js';
import { pairsBefore, pairsThere, seenBy, touchedRows, touchesMany, type UpdateRun } from './run.js';
import { settledPairs } from './settle.js';

/** An alignment brought up to date. */
export interface UpdatedAlignment {
  readonly matches: RankedMatches;
  /** N1 × width and N2 × width, unit rows. */
  readonly embeddings: Pick<ContinuedAligner, 'left' | 'right' | 'blocks'>;
  readonly changes: Changes;
  /** Matches from before that are none any more, and why. */
  readonly fallen: readonly FallenMatch[];
  /** Places of the matches that there were not before. */
  readonly fresh: readonly number[];
  /** For the next update. */
  readonly kept: KeptAlignment;
  /** Those of the first alignment, with what is asked for now. */
  readonly options: Resolved<AlignGraphsOptions>;
  readonly seconds: number;
}

/** Cells of each entity that take part in plans. */
const keep = 32;

/**
 * Brings an alignment up to date with graphs in which entities are new, changed or gone, told apart by their ids: the
 * aligner's weights and the matches are kept; what hangs together with a change is decided anew, and the aligner is trained
 * further where much is. Decisions from before stay. Where nothing has changed, every match stays as it is.
 * @param task its features made as those of the earlier one (`openTask` and `describePictures` with `fitted`)
 * @throws {InputError} for other kinds of features, or decisions that contradict each other; AbortedError
 */
export async function updateAlignment(
  task: AlignmentTask,
  kept: KeptAlignment,
  options?: UpdateAlignmentOptions,
  work?: Work,
): Promise<UpdatedAlignment> {
  const start = performance.now();
  const o = updateAlignmentOptions.resolve(options);
  const sides = { left: keptSide(task, 'left'), right: keptSide(task, 'right') };
  const changes = changesOf(task, kept, sides);
  const { links, different, anyNew } = decided(kept, changes, o);
  const touched = touchedRows({ kept, changes, links, different });
  const run = { task, kept, sides, changes, links, different, o, touched, many: touchesMany(task, changes), work };
  const tell = steps(work, 'update', 1);
  await tell(0);
  const before = pairsBefore(run);
  let aligner = await embedded(run, kept.weights[0]!, before, 0);
  const still = changes.none && !anyNew;
  const epochs = o.epochs ?? (run.many ? 1 : 0);
  if (!still && epochs > 0)
    aligner = await embedded(run, kept.weights[0]!, await settled(run, aligner, before), epochs);
  const halves: ContinuedAligner[] = [];
  for (const [half, weights] of kept.weights.slice(1).entries())
    halves.push(await embedded(run, weights, seenBy(run, half, before), 0));
  const { pairs, ranked } = still ? asBefore(run, before) : await matched(run, aligner, before, halves);
  const matches = leaveOut(ranked, o.minConfidence);
  await tell(1);
  const was = pairKeys(pairsThere(run));
  return {
    matches,
    embeddings: aligner,
    changes,
    fallen: fallenMatches({ ...run, known: links, matches, unplaced: pairs.unplaced }),
    fresh: [...matches.left.keys()].filter(
      (i) => matches.stage[i] !== 'candidate' && !was.has(pairKey(matches.left[i]!, matches.right[i]!)),
    ),
    kept: keptNow(run, { matches, weights: [aligner, ...halves].map((each) => each.weights), ordered: pairs.ordered }),
    options: { ...kept.options, ...o, links, different },
    seconds: (performance.now() - start) / 1000,
  };
}

const embedded = ({ task, kept, changes, work }: UpdateRun, weights: ModelWeights, seeds: SeedSet, epochs: number) =>
  continueAligner(
    task,
    seeds,
    { weights, former: changes.former, options: kept.options.aligner as never },
    epochs,
    work,
  );

/** What holds now, with scores, places and confidences. */
const matched = (run: UpdateRun, aligner: ContinuedAligner, before: SeedSet, halves: readonly ContinuedAligner[]) =>
  sharingProducts(aligner, async () => {
    const pairs = await settled(run, aligner, before);
    return { pairs, ranked: await rankedMatches(run, aligner, pairs, halves) };
  });

/** Pairs by the aligner where something has changed, those from before elsewhere; variants in their order. */
async function settled(run: UpdateRun, aligner: ContinuedAligner, before: SeedSet) {
  const { task, kept, links, different, touched, many } = run;
  const apart = pairKeys(different);
  const free = {
    left: others(task.left.entityCount, links?.left),
    right: others(task.right.entityCount, links?.right),
  };
  const found = matchEntities(aligner, { decoder: 'sinkhorn', slack: null, keep, tieSeed: kept.options.seed }, free);
  const fits = (_: number, i: number) => !apart.has(pairKey(found.left[i]!, found.right[i]!));
  const anew = joinedLinks(links, { left: found.left.filter(fits), right: found.right.filter(fits) });
  const pairs = many ? anew : settledPairs(before, anew, touched);
  const { ordered } = kept;
  return placeAgain(
    { task, pairs, links, apart, ordered, options: kept.variants, touched: many ? undefined : touched },
    run.work,
  );
}

const others = (count: number, taken?: Int32Array): Int32Array => {
  const known = new Set(taken);
  return Int32Array.from({ length: count }, (_, row) => row).filter((row) => !known.has(row));
};

const joinedLinks = (first: Links | null, second: Links): Links => ({
  left: Int32Array.from([...(first?.left ?? []), ...second.left]),
  right: Int32Array.from([...(first?.right ?? []), ...second.right]),
});

/** The pairs with scores, places and confidences. */
async function rankedMatches(
  { task, kept, changes, links, different, o, work }: UpdateRun,
  aligner: ContinuedAligner,
  pairs: Links & { readonly ordered: boolean },
  halves: readonly ContinuedAligner[],
): Promise<RankedMatches> {
  const seen = today(kept.seen, changes.now);
  const { top, minScore } = o;
  const ranked = rankMatches(
    aligner,
    { known: links, seeds: seen, different, settled: pairs },
    { top, minScore, keep, seed: kept.options.seed },
  );
  if (kept.options.confidence === 'plan') return ranked;
  const on = { weights: kept.options.weights as Weights, ordered: pairs.ordered, rivals: 'both' } as const;
  const leads = halves.map((half) => pairLead(half, ranked));
  const half = seen.at.map((i) => kept.seen.half[i]!);
  return crossConfidence(ranked, await evidenceBy(task, ranked, on, { leads, seen: { ...seen, half } }, work));
}

/** The matches as they were, by their rows today. */
function asBefore({ kept: { matches, ordered }, changes }: UpdateRun, before: SeedSet) {
  const { at: _, ...pairs } = today(matches, changes.now);
  return { pairs: { ...before, unplaced: before, ordered }, ranked: { ...matches, ...pairs } };
}
