import { existsSync } from 'node:fs';
import type { Work } from '../base/index.js';
import { seedQuality } from '../evaluate/index.js';
import type { AlignmentTask, GroundTruth, SeedSet } from '../graph/index.js';
import { readSeeds, writeSeeds } from '../read/index.js';
import type { CompareOptions } from './compare-options.js';
import { type MadeSeeds, makeSeeds } from './methods.js';
import type { SeedReport } from './report.js';
import type { SeedMethod } from './seed-methods.js';
import { type SeedSpread, seedSpread } from './spread.js';
import type { RunStore } from './store.js';
import { named } from './work.js';

/** One measured seed set of a comparison. */
export interface SeedPart {
  readonly seeds: SeedSet;
  readonly report: SeedReport;
  readonly spread: SeedSpread;
  readonly options: object;
}

/** The rows of the main job's table, and of the long one. */
const compared: readonly SeedMethod[] = ['pivot', 'pivot-csls', 'psqe'];
const all: readonly SeedMethod[] = ['pivot', 'pivot-csls', 'stage1', 'stage2', 'psqe', 'reference'];

/** Makes and measures the seed sets of a comparison, each kept in the store when it is done. */
export async function makeSeedSets(
  { task, truth, store }: { task: AlignmentTask; truth?: GroundTruth; store?: RunStore },
  o: Required<CompareOptions>,
  work?: Work,
): Promise<Map<string, SeedPart>> {
  const sets = new Map<string, SeedPart>();
  for (const method of o.all ? all : compared) {
    const made = keptSeeds(task, method, store) ?? (await makeSeeds(task, { ...o, method }, named(work, method)));
    if (store) keepSeeds(task, method, made, store);
    sets.set(method, {
      ...made,
      spread: seedSpread(task, made.seeds),
      report: seedReport(task, made, { truth, seed: o.seed }),
    });
  }
  return sets;
}

/** Measures seeds as the report tells it. @param o truth for precision and recall; `seed` of the clusters */
export function seedReport(
  task: AlignmentTask,
  made: Pick<MadeSeeds, 'seeds' | 'seconds'>,
  o: { truth?: GroundTruth; seed: number },
): SeedReport {
  const { count, precision, recall, coverage, balance } = seedQuality(task, made.seeds, o);
  return {
    count,
    precision: precision ?? null,
    recall: recall ?? null,
    coverage,
    balance,
    seconds: made.seconds,
  };
}

type KeptSeeds = Omit<MadeSeeds, 'seeds'>;

const seedFile = (store: RunStore, method: string) => store.path(`seeds/${method}.tsv`);

function keptSeeds(task: AlignmentTask, method: string, store: RunStore | undefined): MadeSeeds | undefined {
  const kept = store?.read<KeptSeeds>(`seeds-${method}`);
  return kept && existsSync(seedFile(store!, method))
    ? { ...kept, seeds: readSeeds(seedFile(store!, method), task) }
    : undefined;
}

function keepSeeds(task: AlignmentTask, method: string, made: MadeSeeds, store: RunStore): void {
  const { seeds, ...rest } = made;
  writeSeeds(seedFile(store, method), seeds, task);
  store.keep(`seeds-${method}`, rest);
}
