import type { Work } from '../base/index.js';
import {
  type AlignmentOptions,
  evaluateAlignment,
  metricsWhere,
  type RankMetrics,
  unseeded,
} from '../evaluate/index.js';
import { type AlignmentTask, degreeQuartiles, type Links, type SeedSet } from '../graph/index.js';
import { type AlignerOptions, type AlignerResult, trainAligner } from '../train/index.js';
import type { AlignmentReport } from './report.js';

/** What the test links say about an aligner besides the whole: who is sparse, who is in none of the compared sets. */
export interface TestSet extends Links {
  /** 1 where the left end is in the sparsest quartile of degree. */
  readonly sparse: Uint8Array;
  /** 1 where the left end is a seed in none of the compared sets. */
  readonly unseeded: Uint8Array;
}

/** Marks the test links' strata. @param compared the seed sets of the table */
export function testSet(task: AlignmentTask, links: Links, compared: readonly SeedSet[]): TestSet {
  const quartile = degreeQuartiles(task.left.degrees());
  return {
    ...links,
    sparse: Uint8Array.from(links.left, (row) => (quartile[row] === 0 ? 1 : 0)),
    unseeded: unseeded(links.left, compared),
  };
}

/** How many of the marks are set. */
export const countOf = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);

const measures = ({ hits1, hits5, hits10, mrr, meanRank }: RankMetrics) => ({
  hits1: hits1!,
  hits5: hits5!,
  hits10: hits10!,
  mrr: mrr!,
  meanRank: meanRank!,
});

/** Measures a trained aligner on the test links: CSLS 3, candidates the test links' other ends; in `decoders` also others. */
export function alignmentReport(trained: AlignerResult, test: TestSet): AlignmentReport {
  const scores = evaluateAlignment(trained, test);
  const where = (marks: Uint8Array) => ({ hits1: metricsWhere(scores.ranks, (i) => marks[i] === 1).hits1 });
  return {
    model: trained.model,
    epochs: trained.options.epochs,
    ...measures(scores),
    reverse: measures(scores.reverse),
    sparse: where(test.sparse),
    unseeded: where(test.unseeded),
    decoders: {
      cslsAll: brief(trained, test, { candidates: 'all' }),
      sinkhorn: brief(trained, test, { decoder: 'sinkhorn' }),
      sinkhornAll: brief(trained, test, { decoder: 'sinkhorn', candidates: 'all', keep: 64 }),
    },
    seconds: trained.seconds,
  };
}

function brief(trained: AlignerResult, test: TestSet, o: AlignmentOptions) {
  const { hits1, hits10, mrr, reverse } = evaluateAlignment(trained, test, o);
  return { hits1: hits1!, hits10: hits10!, mrr: mrr!, reverseHits1: reverse.hits1! };
}

/** One trained and measured aligner, as the run store keeps it. */
export interface AlignedPart {
  readonly report: AlignmentReport;
  readonly loss: readonly number[];
  readonly options: object;
}

/** Trains an aligner on the seeds and measures it. @param found is given the aligner first */
export async function trainAndMeasure(
  task: AlignmentTask,
  seeds: SeedSet,
  test: TestSet,
  o: AlignerOptions,
  work?: Work,
  found?: (trained: AlignerResult) => void,
): Promise<AlignedPart> {
  const trained = await trainAligner(task, seeds, o, work);
  found?.(trained);
  const { checkpoint: _, resume: __, checkpointEvery: ___, ...options } = trained.options;
  return { report: alignmentReport(trained, test), loss: trained.history.loss, options };
}
