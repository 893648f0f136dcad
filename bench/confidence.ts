/**
 * Whether confidences are what they say, and what a least confidence leaves, on pairs with truth, with none, a fifth and a half
 * of the right entities left out, so that their left partners dangle.
 *
 *     node bench/run.mjs confidence [--pair emoji,es:noto;pl:openmoji] [--seeds 1-5] [--drop 0,0.2,0.5] [--threshold 0.7]
 *                                   [--by cross] [--threads 2] [--countries FOLDER] [--logos FOLDER]
 *
 * Pairs stand between commas, the two sides of an emoji pair with a semicolon between them; `syntheticN` is planted with noise N,
 * `countries` and `logos` are what `psqe data build countries --out FOLDER` and its kin made. The threshold was chosen on development pairs
 * (fr:openmoji;it:fluent, fr:twemoji;it:openmoji, synthetic1, synthetic1.5, synthetic2, dbp15k). A cell is the mean over the random
 * seeds, its least and greatest beside it where there are several. Precision counts matches of which a link names an end.
 */
import { parseArgs } from 'node:util';
import { type EngineName, useEngine } from '../src/compute/index.js';
import { abstention, calibration } from '../src/evaluate/index.js';
import { describePictures, openTask } from '../src/features/index.js';
import type { AlignmentTask, GroundTruth, RankedMatches } from '../src/graph/index.js';
import { alignGraphs, openPair, seedRange } from '../src/study/index.js';
import { syntheticTask } from '../src/synthetic/index.js';
import { withoutSome } from '../test/support/dropped.js';

const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    pair: { type: 'string', default: 'emoji,es:noto;pl:openmoji,countries' },
    seeds: { type: 'string', default: '1-5' },
    drop: { type: 'string', default: '0,0.2,0.5' },
    threshold: { type: 'string', default: '0.7' },
    by: { type: 'string', default: 'cross' },
    engine: { type: 'string', default: 'native' },
    threads: { type: 'string', default: '2' },
    countries: { type: 'string', default: 'countries' },
    logos: { type: 'string', default: 'logos' },
  },
});

async function open(name: string, seed: number): Promise<{ task: AlignmentTask; truth: GroundTruth }> {
  if (name.startsWith('synthetic'))
    return syntheticTask({ entities: 800, noise: Number(name.slice('synthetic'.length)), seed });
  if (name !== 'countries' && name !== 'logos') return openPair(name.replace(';', ','));
  const { task, truth } = await describePictures(openTask(given[name]!, { seed: 1 }));
  return { task, truth: truth! };
}

/** Confidences, plan's probabilities and whether right, of the matches of which a link of the whole pair names an end. */
function told(matches: RankedMatches, truth: GroundTruth, named: ReadonlySet<number>) {
  const partner = new Map(Array.from(truth.links.left, (l, i) => [l, truth.links.right[i]!]));
  const rights = new Set(truth.links.right);
  const rows = [...matches.left.keys()].filter((i) => named.has(matches.left[i]!) || rights.has(matches.right[i]!));
  const right = rows.map((i) => (partner.get(matches.left[i]!) === matches.right[i] ? 1 : 0));
  const kept = (by: Float32Array, least: number) => {
    const on = rows.flatMap((i, at) => (by[i]! >= least ? [right[at]!] : []));
    const correct = on.reduce((sum: number, one) => sum + one, 0);
    return { precision: correct / Math.max(1, on.length), recall: correct / truth.count };
  };
  const ece = (by: Float32Array) =>
    calibration(
      rows.map((i) => by[i]!),
      right,
    ).ece!;
  return { kept, ece };
}

async function measured(name: string, drop: number, seed: number): Promise<number[]> {
  const whole = await open(name, seed);
  const { task, truth } = withoutSome(whole, drop, seed);
  const confidence = given.by as 'cross' | 'plan';
  const before = process.cpuUsage();
  const { matches } = await alignGraphs(task, { seed, confidence });
  const { user, system } = process.cpuUsage(before);
  const { kept, ece } = told(matches, truth, new Set(whole.truth.links.left));
  const [all, sure, plan] = [
    kept(matches.confidence, 0),
    kept(matches.confidence, Number(given.threshold)),
    kept(matches.score, Number(given.threshold)),
  ];
  const expected = abstention(matches, undefined, [0])[0]!.expected!;
  return [
    ...[all.precision, expected, all.recall, ece(matches.confidence), ece(matches.score)],
    ...[sure.precision, sure.recall, plan.precision, plan.recall, (user + system) / 1e6],
  ];
}

function cell(values: readonly number[], digits: number): string {
  const [mean, low, high] = [
    values.reduce((a, b) => a + b, 0) / values.length,
    Math.min(...values),
    Math.max(...values),
  ];
  return values.length === 1
    ? mean.toFixed(digits)
    : `${mean.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

useEngine({ engine: given.engine as EngineName, threads: Number(given.threads) });
const at = `from ${given.threshold}`;
const heads = [
  'pair',
  'left out',
  'precision',
  'expected',
  'recall',
  'ECE',
  'ECE of the plan',
  `precision ${at}`,
  `recall ${at}`,
];
console.log(`| ${[...heads, `plan: precision ${at}`, `recall ${at}`, 'processor seconds'].join(' | ')} |`);
console.log(`|---|---|${'---|'.repeat(10)}`);
for (const name of given.pair!.split(','))
  for (const drop of given.drop!.split(',').map(Number)) {
    const runs: number[][] = [];
    for (const seed of seedRange(given.seeds!)) runs.push(await measured(name, drop, seed));
    const cells = runs[0]!.map((_, c) =>
      cell(
        runs.map((run) => run[c]!),
        c === 9 ? 0 : 3,
      ),
    );
    console.log(`| ${[name, `${100 * drop} %`, ...cells].join(' | ')} |`);
  }
