import { type Resolved, steps, type Work } from '../base/index.js';
import type { AlignmentTask, GroundTruth, SeedSet } from '../graph/index.js';
import { readSeeds, writeSeeds } from '../read/index.js';
import type { CompareOptions } from './compare-options.js';
import { measureSeeds } from './measure.js';
import { type MadeSeeds, type MakeOptions, makeSeeds, makeStages } from './methods.js';
import type { SeedReport } from './report.js';
import type { SeedMethod } from './seed-methods.js';
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

type Makers = Readonly<
  Record<string, (task: AlignmentTask, o: MakeOptions, work?: Work) => Promise<Record<string, MadeSeeds>>>
>;

const single = (method: SeedMethod): Makers => ({
  [method]: async (task, o, work) => ({ [method]: await makeSeeds(task, { ...o, method }, work) }),
});

/** The rows of the main job's table: what to call, and (by the seed sets' order) what comes of it. */
const compared: Makers = { ...single('pivot'), ...single('pivot-csls'), ...single('psqe') };

/** The rows of the long table; one run of PSQE gives those of its stages too. */
const all: Makers = { ...compared, psqe: makeStages, ...single('reference') };

/** Makes and measures the seed sets of a comparison, each kept in the store when it is done. */
export async function makeSeedSets(
  { task, truth, store }: { task: AlignmentTask; truth?: GroundTruth; store?: RunStore },
  o: Resolved<CompareOptions>,
  work?: Work,
): Promise<Map<string, SeedPart>> {
  const sets = new Map<string, SeedPart>();
  for (const [name, make] of Object.entries(o.all ? all : compared)) {
    const names = store?.read<string[]>(`made-${name}`);
    const made = names
      ? Object.fromEntries(names.map((each) => [each, keptSeeds(task, each, store!)]))
      : await make(task, { k: o.k, seed: o.seed, psqe: o.psqe }, named(work, name));
    if (store && !names) keepSeeds(task, name, made, store);
    for (const [each, seeds] of Object.entries(made)) {
      const tell = steps(work, `${each}: measure seeds`, 1);
      await tell(0);
      sets.set(each, { ...seeds, ...measureSeeds(task, seeds, { truth, seed: o.seed }) });
      await tell(1);
    }
  }
  return sets;
}

type KeptSeeds = Omit<MadeSeeds, 'seeds'> & { readonly count: number };

const seedFile = (store: RunStore, method: string) => store.path(`seeds/${method}.tsv`);

const noSeeds = (): SeedSet => ({ left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) });

function keptSeeds(task: AlignmentTask, method: string, store: RunStore): MadeSeeds {
  const { count, ...kept } = store.read<KeptSeeds>(`seeds-${method}`)!;
  return { ...kept, seeds: count === 0 ? noSeeds() : readSeeds(seedFile(store, method), task) };
}

/** Keeps what a maker made; the list of its sets comes last and says that all are there. */
function keepSeeds(task: AlignmentTask, maker: string, made: Record<string, MadeSeeds>, store: RunStore): void {
  for (const [method, { seeds, ...rest }] of Object.entries(made)) {
    writeSeeds(seedFile(store, method), seeds, task);
    store.keep(`seeds-${method}`, { ...rest, count: seeds.left.length });
  }
  store.keep(`made-${maker}`, Object.keys(made));
}
