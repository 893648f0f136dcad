import { lookAt, type Resolved, readFile, sha256, steps, type Work, warn, writeFile } from '../base/index.js';
import type { AlignmentTask, GroundTruth, SeedSet } from '../graph/index.js';
import { readSeeds, seedLines } from '../read/index.js';
import { type MadeSeeds, type SeedSource, seedSource, sharedOptions } from '../seeds/index.js';
import type { CompareOptions } from './compare-options.js';
import { measureSeeds } from './measure.js';
import type { SeedReport } from './report.js';
import type { SeedSpread } from './spread.js';
import type { RunStore } from './store.js';
import { named } from './work.js';

/** One measured seed set of a comparison. */
export interface SeedPart {
  readonly seeds: SeedSet;
  readonly report: SeedReport;
  readonly spread: SeedSpread;
  readonly options: object;
}

/** The sources of a comparison, in its order. @throws {OptionError} for a name that is none */
export const sourcesOf = ({ sources, all }: Resolved<CompareOptions>): SeedSource[] =>
  [...new Set([...sources, ...(all ? ['reference'] : [])])].map(seedSource);

/** Makes and measures the seed sets of a comparison, each kept in the store when it is done. */
export async function makeSeedSets(
  { task, truth, store }: { task: AlignmentTask; truth?: GroundTruth | undefined; store?: RunStore | undefined },
  o: Resolved<CompareOptions>,
  work?: Work,
): Promise<Map<string, SeedPart>> {
  const sets = new Map<string, SeedPart>();
  for (const source of sourcesOf(o)) {
    const { name } = source;
    const kept = store && keptSeeds(task, name, store);
    const made = kept ?? (await makeRows(task, source, o, named(work, name)));
    if (store && !kept) keepSeeds(task, name, made, store);
    for (const [each, seeds] of Object.entries(made)) {
      const tell = steps(work, `${each}: measure seeds`, 1);
      await tell(0);
      sets.set(each, { ...seeds, ...measureSeeds(task, seeds, { truth, seed: o.seed }) });
      await tell(1);
    }
  }
  return sets;
}

/** What a source makes; in the long table, what it makes on the way stands before it. */
async function makeRows(
  task: AlignmentTask,
  source: SeedSource,
  { k, seed, psqe, all }: Resolved<CompareOptions>,
  work: Work,
): Promise<Record<string, MadeSeeds>> {
  const { parts, ...made } = await source.make(task, sharedOptions(source, { k, seed, psqe }), work);
  return { ...(all && parts), [source.name]: made };
}

type KeptSeeds = Omit<MadeSeeds, 'seeds'> & {
  readonly count: number;
  /** Of the file, which is plain text for any reader. */
  readonly sha256: string;
};

const seedFile = (store: RunStore, method: string) => store.path(`seeds/${method}.tsv`);

const noSeeds = (): SeedSet => ({ left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) });

/** What a maker made before an interruption; undefined unless all of it is there and as it was written. */
function keptSeeds(task: AlignmentTask, maker: string, store: RunStore): Record<string, MadeSeeds> | undefined {
  const made: Record<string, MadeSeeds> = {};
  const methods = store.read<string[]>(`made-${maker}`);
  for (const method of methods ?? []) {
    const kept = store.read<KeptSeeds>(`seeds-${method}`);
    const file = seedFile(store, method);
    if (!kept || !lookAt(file)) return undefined;
    if (sha256(readFile(file)) !== kept.sha256) {
      warn(`${file}: is not as the run wrote it. It is made anew`);
      return undefined;
    }
    const { count, sha256: _, ...rest } = kept;
    made[method] = { ...rest, seeds: count === 0 ? noSeeds() : readSeeds(file, task) };
  }
  return methods && made;
}

/** Keeps what a maker made; the list of its sets comes last and says that all are there. */
function keepSeeds(task: AlignmentTask, maker: string, made: Record<string, MadeSeeds>, store: RunStore): void {
  for (const [method, { seeds, ...rest }] of Object.entries(made)) {
    const text = seedLines(seeds, task);
    writeFile(seedFile(store, method), text);
    store.keep(`seeds-${method}`, { ...rest, count: seeds.left.length, sha256: sha256(text) });
  }
  store.keep(`made-${maker}`, Object.keys(made));
}
