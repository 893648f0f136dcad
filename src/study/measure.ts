import { seedQuality } from '../evaluate/index.js';
import type { AlignmentTask, GroundTruth } from '../graph/index.js';
import type { MadeSeeds } from './methods.js';
import type { SeedReport } from './report.js';
import { type SeedSpread, seedSpread } from './spread.js';

/** What a report and its figures say about a seed set. */
export interface MeasuredSeeds {
  readonly report: SeedReport;
  readonly spread: SeedSpread;
}

/** Measures seeds. @param o truth, for precision and recall; `seed`: starts the clusters that balance is measured over */
export function measureSeeds(
  task: AlignmentTask,
  { seeds, seconds }: Pick<MadeSeeds, 'seeds' | 'seconds'>,
  o: { readonly truth?: GroundTruth; readonly seed: number },
): MeasuredSeeds {
  const spread = seedSpread(task, seeds);
  if (seeds.left.length === 0) return { report: { ...nothing, seconds }, spread: { ...spread, clusters: [] } };
  const { count, precision, recall, coverage, balance, groups } = seedQuality(task, seeds, o);
  const clusters = groups.cluster.seeds.map((ends, c) => ends / groups.cluster.entities[c]!);
  return {
    report: { count, precision: precision ?? null, recall: recall ?? null, coverage, balance, seconds },
    spread: { ...spread, clusters },
  };
}

const unknown = { entropy: null, kl: null };

/** What there is to say about no seeds. */
const nothing = {
  count: 0,
  precision: null,
  recall: null,
  coverage: { '0': 0, '1': 0, '2': 0 },
  balance: { cluster: unknown, degree: unknown, gini: null },
};
