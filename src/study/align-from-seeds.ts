import type { Work } from '../base/index.js';
import { engineInfo } from '../compute/index.js';
import type { AlignmentTask, GroundTruth, Links, SeedSet } from '../graph/index.js';
import { type MatchOptions, matchEntities } from '../match/index.js';
import { trainAligner } from '../train/index.js';
import { alignmentReport, testSet } from './align.js';
import { measureSeeds } from './measure.js';
import type { RunReport } from './report.js';
import { peakMemoryMB } from './store.js';

/** The task, the seeds to train on, and for the measures truth or test links where there are any. */
export interface AlignInput {
  readonly task: AlignmentTask;
  readonly seeds: SeedSet;
  readonly truth?: GroundTruth | undefined;
  readonly test?: Links | undefined;
}

/** What is trained, and what matches are compared by (default: CSLS). */
export interface AlignSettings {
  readonly model: string;
  readonly beside?: readonly string[];
  readonly epochs: number;
  readonly seed: number;
  readonly decoder?: MatchOptions['decoder'];
}

/**
 * Trains one aligner on given seeds and matches the graphs one to one with it (each other's nearest, by the decoder).
 * The report has the seeds' measures, and the aligner's when there are test links.
 */
export async function alignFromSeeds(
  { task, seeds, truth, test }: AlignInput,
  o: AlignSettings,
  work?: Work,
): Promise<{ report: RunReport; matches: SeedSet }> {
  const start = performance.now();
  const { decoder, beside = [], ...settings } = o;
  const trained = await trainAligner(task, seeds, { ...settings, beside: [...beside] }, work);
  const matches = matchEntities(trained, { decoder });
  const report: RunReport = {
    task: task.name,
    engine: engineInfo().name,
    seed: o.seed,
    options: { aligner: trained.options, matches: matches.options },
    seconds: (performance.now() - start) / 1000,
    peakMemoryMB: peakMemoryMB(),
    seeds: { given: measureSeeds(task, { seeds, seconds: 0 }, { truth, seed: o.seed }).report },
    alignment: test ? { given: alignmentReport(trained, testSet(task, test, [seeds])) } : {},
  };
  return { report, matches };
}
