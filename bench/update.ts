/**
 * Bringing an alignment up to date against starting anew: time, and quality on all pairs and on those with a new end.
 *
 *     node bench/run.mjs update [--pair emoji,es:noto;pl:openmoji] [--seeds 1-5] [--new 0.01,0.1] [--engine native] [--threads 2]
 *
 * Of each graph a share of the entities, drawn at random, is left out; what is left is aligned, and kept; then all are there
 * again. Pairs stand between commas, the two sides of an emoji pair with a semicolon between them; `syntheticN` is planted
 * with noise N. `before` is what the first alignment says of the pairs of today. A cell is the mean over the random seeds,
 * least and greatest beside it. Precision counts matches of which a link names an end; of new ones, those with a new end.
 */
import { parseArgs } from 'node:util';
import { type EngineName, useEngine } from '../src/compute/index.js';
import { calibration } from '../src/evaluate/index.js';
import type { AlignmentTask, GroundTruth, RankedMatches } from '../src/graph/index.js';
import { alignGraphs, keepAlignment, openPair, seedRange, updateAlignment } from '../src/study/index.js';
import { syntheticTask } from '../src/synthetic/index.js';
import { withoutBoth } from '../test/support/dropped.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    pair: { type: 'string', default: 'emoji' },
    seeds: { type: 'string', default: '1' },
    new: { type: 'string', default: '0.01,0.1' },
    engine: { type: 'string', default: 'native' },
    threads: { type: 'string', default: '2' },
  },
});

async function open(name: string, seed: number): Promise<{ task: AlignmentTask; truth: GroundTruth }> {
  if (!name.startsWith('synthetic')) return openPair(name.replace(';', ','));
  return syntheticTask({ entities: 800, noise: Number(name.slice('synthetic'.length)), seed });
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number, number]> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, (performance.now() - start) / 1000, (user + system) / 1e6];
}

/** Precision and recall of all and of those with a new end, and the calibration error. */
function told(
  { left, right, confidence }: RankedMatches,
  { links }: GroundTruth,
  isNew: (l: number, r: number) => boolean,
) {
  const partner = new Map(Array.from(links.left, (l, i) => [l, links.right[i]!]));
  const rights = new Set(links.right);
  const rows = [...left.keys()].filter((i) => partner.has(left[i]!) || rights.has(right[i]!));
  const correct = (i: number) => partner.get(left[i]!) === right[i];
  const share = (some: readonly number[], of: number) => some.filter(correct).length / Math.max(1, of);
  const fresh = rows.filter((i) => isNew(left[i]!, right[i]!));
  const wanted = [...links.left.keys()].filter((i) => isNew(links.left[i]!, links.right[i]!)).length;
  const ece = calibration(
    rows.map((i) => confidence[i]!),
    rows.map((i) => (correct(i) ? 1 : 0)),
  ).ece!;
  return [
    share(rows, rows.length),
    share(rows, links.left.length),
    share(fresh, fresh.length),
    share(fresh, wanted),
    ece,
  ];
}

async function measured(name: string, share: number, seed: number): Promise<Record<string, number[]>> {
  const whole = await open(name, seed);
  const { task, truth } = whole;
  const old = withoutBoth(whole, share, seed).task;
  const isNew = (l: number, r: number) =>
    old.left.row(task.left.ids[l]!) === undefined || old.right.row(task.right.ids[r]!) === undefined;
  const kept = keepAlignment(old, await alignGraphs(old, { seed }));
  const [update, seconds, cpu] = await timed(() => updateAlignment(task, kept));
  const [anew, anewSeconds, anewCpu] = await timed(() => alignGraphs(task, { seed }));
  const before = {
    ...kept.matches,
    left: kept.matches.left.map((l) => task.left.row(old.left.ids[l]!)!),
    right: kept.matches.right.map((r) => task.right.row(old.right.ids[r]!)!),
  };
  const fell = update.fallen.length / kept.matches.left.length;
  return {
    before: [...told(before, truth, isNew), 0, 0, 0],
    update: [...told(update.matches, truth, isNew), fell, seconds, cpu],
    anew: [...told(anew.matches, truth, isNew), 0, anewSeconds, anewCpu],
  };
}

function cell(values: readonly number[], digits: number): string {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return values.length === 1 ? mean.toFixed(digits) : `${mean.toFixed(digits)} (${low}–${high})`;
}

useEngine({ engine: given.engine as EngineName, threads: Number(given.threads) });
const heads = ['precision', 'recall', 'new: precision', 'new: recall', 'ECE', 'fell', 'seconds', 'processor seconds'];
console.log(`| ${['pair', 'new', 'way', ...heads].join(' | ')} |`);
console.log(`|---|---|---|${'---|'.repeat(heads.length)}`);
for (const name of given.pair!.split(','))
  for (const share of given.new!.split(',').map(Number)) {
    const runs: Record<string, number[]>[] = [];
    for (const seed of seedRange(given.seeds!)) runs.push(await measured(name, share, seed));
    for (const way of Object.keys(runs[0]!)) {
      const cells = heads.map((_, c) =>
        cell(
          runs.map((run) => run[way]![c]!),
          c < 6 ? 3 : 1,
        ),
      );
      console.log(`| ${[name, `${100 * share} %`, way, ...cells].join(' | ')} |`);
    }
  }
