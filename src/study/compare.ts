import { AbortedError, DamagedError, lookAt, type Resolved, removeFile, type Work, warn } from '../base/index.js';
import { engineInfo } from '../compute/index.js';
import { splitLinks } from '../evaluate/index.js';
import type { AlignmentTask, GroundTruth, Links, SeedSet } from '../graph/index.js';
import { rankMatches } from '../match/index.js';
import { modelDefinition } from '../models/index.js';
import { writeMatches } from '../read/index.js';
import { psqeOptions } from '../seeds/index.js';
import type { AlignerResult } from '../train/index.js';
import { type AlignedPart, countOf, type TestSet, testSet, trainAndMeasure } from './align.js';
import { type CompareOptions, compareOptions } from './compare-options.js';
import type { RunReport } from './report.js';
import { makeSeedSets, type SeedPart, sourcesOf } from './seed-sets.js';
import { trueSeeds } from './sources/true-seeds.js';
import { peakMemoryMB, type RunStore } from './store.js';
import { named } from './work.js';

/** What the main job works on: a task, and for its evaluation the truth or test links where there are any. */
export interface Comparison {
  readonly task: AlignmentTask;
  readonly truth?: GroundTruth | undefined;
  /** Links to test on; without them a share of the truth is. */
  readonly test?: Links | undefined;
  /** Keeps finished parts, and gives those of an interrupted run back. */
  readonly store?: RunStore;
}

/** The report, and what figures need beyond it. */
export interface RunResult {
  readonly report: RunReport;
  readonly seeds: ReadonlyMap<string, SeedPart>;
  readonly aligned: ReadonlyMap<string, AlignedPart>;
  /** Number of test links: all, in the sparsest quartile, seeded by none of the sets; undefined without test links. */
  readonly tested?: { readonly all: number; readonly sparse: number; readonly unseeded: number };
}

/**
 * The main job: makes seeds in several ways, measures them, trains an aligner on each set and tests all on the same
 * links. Without truth and test links it stops after the seeds, which are then measured without it.
 * @throws OptionError, InputError; AbortedError once the signal fires (finished parts stay in the store)
 */
export async function compareSeeds(input: Comparison, o: CompareOptions = {}, work?: Work): Promise<RunResult> {
  const options = compareOptions.resolve(o);
  // What is unknown is refused before the seeds are made, not after.
  psqeOptions.resolve(options.psqe);
  sourcesOf(options);
  modelDefinition(options.model);
  const start = performance.now();
  const spent = input.store?.record.seconds ?? 0;
  const seeds = await makeSeedSets(input, options, work);
  const { aligned, tested } = await alignAll(input, seeds, options, work);
  const report: RunReport = {
    task: input.task.name,
    engine: engineInfo().name,
    seed: options.seed,
    options: {
      ...options,
      seeds: Object.fromEntries([...seeds].map(([name, part]) => [name, part.options])),
      aligner: [...aligned.values()][0]?.options ?? null,
    },
    seconds: spent + (performance.now() - start) / 1000,
    peakMemoryMB: Math.max(peakMemoryMB(), input.store?.record.peakMemoryMB ?? 0),
    seeds: Object.fromEntries([...seeds].map(([name, part]) => [name, part.report])),
    alignment: Object.fromEntries([...aligned].map(([name, part]) => [name, part.report])),
  };
  return { report, seeds, aligned, ...(tested && { tested }) };
}

interface Aligned {
  readonly aligned: Map<string, AlignedPart>;
  readonly tested?: { readonly all: number; readonly sparse: number; readonly unseeded: number };
}

/** Trains and tests one aligner a seed set, all on the same links. */
async function alignAll(
  input: Comparison,
  sets: ReadonlyMap<string, SeedPart>,
  options: Resolved<CompareOptions>,
  work?: Work,
): Promise<Aligned> {
  const aligned = new Map<string, AlignedPart>();
  const links = chooseLinks(input, options);
  if (!links) return { aligned };
  const compared = [...sets.values()].map((part) => part.seeds);
  const test = testSet(input.task, links.test, compared);
  const rows = new Map([...sets].map(([name, part]) => [name, part.seeds]));
  if (options.all && links.train.left.length > 0) rows.set(links.name, trueSeeds(links.train));
  for (const [name, seeds] of rows) {
    if (seeds.left.length > 0) aligned.set(name, await alignOne(input, name, seeds, test, options, work));
  }
  const tested = { all: links.test.left.length, sparse: countOf(test.sparse), unseeded: countOf(test.unseeded) };
  return { aligned, tested };
}

/** Where a run keeps the matches that the aligner of a seed set finds. */
export const matchesFile = (name: string): string => `matches-${name}.csv`;

/** One aligner: from the store when it is finished there, from its checkpoint when it was interrupted. */
async function alignOne(
  { task, store }: Comparison,
  name: string,
  seeds: SeedSet,
  test: TestSet,
  { model, epochs, seed }: Resolved<CompareOptions>,
  work?: Work,
): Promise<AlignedPart> {
  const kept = store?.read<AlignedPart>(`aligned-${name}`);
  const checkpoint = store?.path(`parts/training-${name}`) ?? null;
  if (kept) {
    // Left by a run that ended between the two.
    if (checkpoint && lookAt(checkpoint)) removeFile(checkpoint);
    return kept;
  }
  const o = { model, epochs, seed, checkpoint, resume: checkpoint !== null };
  const keep = ({ left, right }: AlignerResult) => {
    if (store) writeMatches(store.path(matchesFile(name)), rankMatches({ left, right }, { seeds }, { seed }), task);
  };
  const train = () => trainAndMeasure(task, seeds, test, o, named(work, name), keep);
  const part = await timed(store, `training-${name}`, () => unlessDamaged(checkpoint, train));
  store?.keep(`aligned-${name}`, part);
  if (checkpoint) removeFile(checkpoint);
  return part;
}

/** Runs a training; where its checkpoint is damaged, that is said, and it begins anew. */
async function unlessDamaged<T>(checkpoint: string | null, train: () => Promise<T>): Promise<T> {
  try {
    return await train();
  } catch (error) {
    if (!(error instanceof DamagedError) || error.where !== checkpoint) throw error;
    warn(`${checkpoint}: ${error.what}. The training begins anew`);
    removeFile(checkpoint);
    return train();
  }
}

/** Runs a training; its time counts from before an interruption, which is kept under `name`. */
async function timed(store: RunStore | undefined, name: string, job: () => Promise<AlignedPart>): Promise<AlignedPart> {
  const earlier = store?.read<{ seconds: number }>(`${name}-time`)?.seconds ?? 0;
  const start = performance.now();
  try {
    const part = await job();
    return { ...part, report: { ...part.report, seconds: earlier + part.report.seconds } };
  } catch (error) {
    if (error instanceof AbortedError)
      store?.keep(`${name}-time`, { seconds: earlier + (performance.now() - start) / 1000 });
    throw error;
  }
}

/** The links to test on, and the true links that may be trained on beside them. */
function chooseLinks({ truth, test }: Comparison, { seed, testShare }: Resolved<CompareOptions>) {
  if (test) return { test, train: without(truth, test), name: 'truth' };
  if (!truth) return undefined;
  return { ...splitLinks(truth, { seed, test: testShare }), name: `truth${Math.round(100 * (1 - testShare))}` };
}

/** The true links that share no entity with the test links. */
function without(truth: GroundTruth | undefined, test: Links): Links {
  const [left, right] = [new Set(test.left), new Set(test.right)];
  const links = truth?.links ?? { left: new Int32Array(0), right: new Int32Array(0) };
  const free = (_: number, i: number) => !left.has(links.left[i]!) && !right.has(links.right[i]!);
  return { left: links.left.filter(free), right: links.right.filter(free) };
}
