/**
 * How time and memory of each step grow with the graphs: from files to matches.
 *
 *     node bench/run.mjs scale [--sizes 1000,3000,10000] [--steps read,untrained,…] [--without image] [--threads 2] [--limit 180]
 *
 * Two planted graphs of N entities each: names (a third of the letters of every fourth word differ), six edges an entity
 * of 40 relations, pictures' features 64 wide. Each step has a process of its own, so that its peak memory is its own: what
 * the step needs is made before the clock starts. A step whose run is killed or takes longer than `--limit` seconds is not
 * tried at greater sizes. Of aligning the quality is told, too, by the planted links. Under the table the exponent of each step: the slope of log time (and of memory above that of an
 * empty process) over log N, by least squares.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dump } from 'npyjs';
import { endProfile, type ProfileEntry, startProfile } from '../src/base/index.js';
import { type EngineName, matrix, mutualNearest, random, sinkhorn, useEngine, withCsls } from '../src/compute/index.js';
import { linkedQuality } from '../src/evaluate/index.js';
import { fuse, openTask } from '../src/features/index.js';
import type { AlignmentTask, MultimodalGraph, SeedSet } from '../src/graph/index.js';
import { rankMatches } from '../src/match/index.js';
import { pivotCsls, pivotSeeds, psqe } from '../src/seeds/index.js';
import { type AlignmentPlan, alignGraphs, planAlignment, seedCount } from '../src/study/index.js';
import { syntheticTask } from '../src/synthetic/index.js';
import { trainAligner } from '../src/train/index.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '1000,3000,10000' },
    steps: { type: 'string', default: 'read,untrained,best,sinkhorn,pivot,psqe,train,rank,align' },
    without: { type: 'string', default: '' },
    engine: { type: 'string', default: 'native' },
    threads: { type: 'string', default: '2' },
    limit: { type: 'string', default: '180' },
    folder: { type: 'string' },
    step: { type: 'string' },
  },
});

const small = { epochs: 4, step: 'batch', learningRate: 0.01, modelOptions: { width: 100, heads: [1, 1] } } as const;
/** Unit rows as wide as the aligner's: three modalities and the structure, 100 each. */
const width = 400;

interface Cost {
  readonly size: number;
  readonly step: string;
  readonly seconds: number;
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** Additions and multiplications of matrix products, 10⁹; and processor seconds of what has them. */
  readonly products: number;
  readonly productCpu: number;
  /** Of `align`: what `psqe plan` says beforehand. */
  readonly planned?: Pick<AlignmentPlan, 'seconds' | 'memoryMB'>;
  /** Of `align`: shares of the matches that are right, and of the true pairs that are matched. */
  readonly quality?: { readonly precision: number; readonly recall: number };
}

/** Writes one graph as tables and a matrix. */
function writeGraph(folder: string, graph: MultimodalGraph, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const { head, relation, tail } = graph.triples;
  const entities = graph.ids.map((id, i) => `${id}\t${names[i]}\n`).join('');
  const triples = Array.from(head, (h, t) => `${graph.ids[h]}\tr${relation[t]}\t${graph.ids[tail[t]!]}\n`).join('');
  writeFileSync(join(folder, 'entities.tsv'), `id\tlabel\n${entities}`);
  writeFileSync(join(folder, 'triples.tsv'), `head\trelation\ttail\n${triples}`);
  const image = graph.features.get('image');
  if (!image || given.without === 'image') return;
  const { rows, cols, data } = image.values;
  writeFileSync(join(folder, 'image.npy'), new Uint8Array(dump(data, [rows, cols])));
}

/** Two words an entity; in the right graph some letters of every fourth word are others. */
function namesOf(count: number): string[][] {
  const draw = random(1).fork('names');
  const letters = (n: number) => Array.from({ length: n }, () => String.fromCharCode(97 + draw.integer(26)));
  const words = Array.from({ length: Math.max(50, count >> 2) }, () => letters(4 + draw.integer(6)).join(''));
  const spoilt = (word: string) =>
    [...word].map((letter) => (draw.uniform() < 1 / 3 ? letters(1)[0]! : letter)).join('');
  const left = Array.from({ length: count }, () => [0, 1].map(() => words[draw.integer(words.length)]!));
  const right = left.map((name) => name.map((word) => (draw.uniform() < 1 / 4 ? spoilt(word) : word)));
  return [left, right].map((side) => side.map((name) => name.join(' ')));
}

function writePair(folder: string, size: number): void {
  const { task, truth } = syntheticTask({
    ...{ entities: size, widths: { image: 64 }, noise: 1, relations: 40 },
    regions: Math.max(6, size >> 7),
  });
  const [left, right] = namesOf(size);
  const placed: string[] = [];
  truth.links.right.forEach((row, i) => {
    placed[row] = right![truth.links.left[i]!]!;
  });
  writeGraph(join(folder, 'left'), task.left, left!);
  writeGraph(join(folder, 'right'), task.right, placed);
  const links = Array.from(
    truth.links.left,
    (l, i) => `${task.left.ids[l]}\t${task.right.ids[truth.links.right[i]!]}\n`,
  );
  writeFileSync(join(folder, 'links.tsv'), `left\tright\n${links.join('')}`);
}

/** Planted unit rows, as an aligner gives them. */
function embedded(size: number) {
  const draw = random(1).fork('scale bench');
  const cells = size * width;
  const left = matrix(size, width);
  const right = matrix(size, width);
  for (let c = 0; c < cells; c++) {
    left.data[c] = draw.normal() / Math.sqrt(width);
    right.data[c] = left.data[c]! + draw.normal() / Math.sqrt(width);
  }
  return { left, right };
}

const opened = (): { task: AlignmentTask; seeds: SeedSet; size: number } => {
  const { task, truth } = openTask(given.folder!);
  const k = seedCount(task);
  const { left, right } = truth!.links;
  const seeds = { left: left.slice(0, k), right: right.slice(0, k), score: new Float32Array(k) };
  return { task, seeds, size: task.left.entityCount };
};

/** What `psqe plan` says of the whole, with what else the machine is doing. */
let planned: AlignmentPlan | undefined;

/** What each step needs, and the step. */
const steps: Record<string, () => () => unknown> = {
  empty: () => () => undefined,
  read: () => () => openTask(given.folder!),
  untrained: () => {
    const { task, seeds } = opened();
    return () => trainAligner(task, seeds, { model: 'seu' });
  },
  best: () => {
    const sides = embedded(Number(given.sizes));
    return () => mutualNearest(withCsls(sides, 10), { tieSeed: 1 });
  },
  sinkhorn: () => {
    const sides = embedded(Number(given.sizes));
    return () => sinkhorn(sides, { temperature: 50, steps: 10, candidates: 64 });
  },
  pivot: () => {
    const { task } = opened();
    return () => pivotSeeds(task, { k: seedCount(task), ...pivotCsls });
  },
  psqe: () => {
    const { task } = opened();
    return () => psqe(task, { k: seedCount(task) });
  },
  fast: () => {
    const { task } = opened();
    return () => psqe(task, { k: seedCount(task), preset: 'fast' });
  },
  train: () => {
    const { task, seeds } = opened();
    return () => trainAligner(task, seeds, { model: 'mclea', ...small });
  },
  fuse: () => {
    const { task } = opened();
    return () => fuse(task);
  },
  rank: () => {
    const sides = embedded(Number(given.sizes));
    return () => rankMatches(sides, {});
  },
  align: () => aligning(false),
  'align --fast': () => aligning(true),
};

/** The whole, from files to matches. */
function aligning(fast: boolean) {
  const { task, truth } = openTask(given.folder!);
  planned = planAlignment(task, { fast });
  const { links } = truth!;
  return async () => {
    const { matches } = await alignGraphs(openTask(given.folder!).task, { fast });
    const { precision, recall } = linkedQuality(matches, links);
    return { quality: { precision, recall } };
  };
}

/** One step, measured; its cost on the standard output. */
async function one(step: string): Promise<void> {
  useEngine({ engine: given.engine as EngineName, threads: Number(given.threads) });
  const work = steps[step]!();
  const [start, before] = [performance.now(), process.cpuUsage()];
  startProfile();
  const found = await work();
  const dense = endProfile().filter(({ flops }) => flops > 0);
  const sum = (of: (entry: ProfileEntry) => number) => dense.reduce((all, entry) => all + of(entry), 0);
  const made = { products: sum(({ flops }) => flops) / 1e9, productCpu: sum(({ cpu }) => cpu) };
  const { user, system } = process.cpuUsage(before);
  const memory = process.resourceUsage().maxRSS / 1024;
  const cost = { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, memory, ...made, planned };
  const { quality } = (found ?? {}) as Pick<Cost, 'quality'>;
  console.log(JSON.stringify({ size: Number(given.sizes), step, ...cost, quality }));
}

function child(step: string, size: number, folder: string): Cost | undefined {
  const args = [...process.argv.slice(1), '--step', step, '--sizes', String(size), '--folder', folder];
  const run = spawnSync(process.execPath, [...process.execArgv, ...args], {
    ...{ encoding: 'utf8', timeout: 1000 * Number(given.limit), stdio: ['ignore', 'pipe', 'pipe'] },
  } as const);
  if (run.status === 0) return JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Cost;
  const why = run.signal
    ? `ended by ${run.signal}`
    : run.stderr
        .trim()
        .split('\n')
        .filter((line) => /rror/.test(line))
        .slice(0, 1)
        .join(' ');
  console.log(`| ${step} | ${size} | ${why.replaceAll('|', '/')} | | | | | | | | |`);
  return undefined;
}

/** Slope of log y over log x by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (at: 0 | 1) => logs.reduce((sum, each) => sum + each[at], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
}

function all(): void {
  const sizes = given.sizes!.split(',').map(Number);
  const empty = child('empty', 2, '')!.memory;
  const folder = mkdtempSync(join(tmpdir(), 'psqe-scale-'));
  console.log(
    '| step | entities a side | seconds | processor s | peak memory, MiB | 10⁹ operations of products | their processor s | planned s | planned MiB | precision | recall |\n|---|---|---|---|---|---|---|---|---|---|---|',
  );
  const costs: Cost[] = [];
  const failed = new Set<string>();
  try {
    for (const size of sizes) {
      const place = join(folder, String(size));
      writePair(place, size);
      for (const step of given.steps!.split(',').filter((each) => !failed.has(each))) {
        const cost = child(step, size, place);
        if (!cost) failed.add(step);
        else {
          costs.push(cost);
          const cells = [
            step,
            size,
            cost.seconds.toFixed(1),
            cost.cpu.toFixed(1),
            cost.memory.toFixed(0),
            cost.products.toFixed(0),
            cost.productCpu.toFixed(1),
            ...(cost.planned ? [cost.planned.seconds.toFixed(1), cost.planned.memoryMB.toFixed(0)] : ['', '']),
            ...(cost.quality ? [cost.quality.precision.toFixed(3), cost.quality.recall.toFixed(3)] : ['', '']),
          ];
          console.log(`| ${cells.join(' | ')} |`);
        }
      }
      rmSync(place, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('\n| step | time grows by N to the | memory by N to the |\n|---|---|---|');
  for (const step of given.steps!.split(',')) {
    const own = costs.filter((cost) => cost.step === step);
    if (own.length < 2) continue;
    const by = (of: (cost: Cost) => number) => slope(own.map((cost) => [cost.size, of(cost)] as const)).toFixed(2);
    console.log(`| ${step} | ${by(({ seconds }) => seconds)} | ${by(({ memory }) => memory - empty)} |`);
  }
  console.log(`\nLoad of the machine at the end: ${loadavg()[0]!.toFixed(1)}`);
}

if (given.step === undefined) all();
else await one(given.step);
