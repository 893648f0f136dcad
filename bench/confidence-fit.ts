/**
 * Fits the weights of confidences (src/match/confidence.ts) anew, on the pairs that were named for it and on no other.
 *
 *     node bench/run.mjs confidence-fit [--pair synthetic1,synthetic1.5,synthetic2,fr:openmoji;it:fluent,fr:twemoji;it:openmoji,dbp15k]
 *                                       [--drop 0,0.2,0.5] [--seeds 1] [--ridge 0.001] [--engine native] [--threads 2]
 *
 * Logistic regression of "the pair is right" on what `crossConfidence` and `planConfidence` see. Each kind of pair (planted
 * ones are one kind) counts alike, and within it each run. Behind the weights: the calibration error on each kind of pair by
 * weights that were fitted on the others, and by those of all.
 */
import { parseArgs } from 'node:util';
import { Matrix, solve } from 'ml-matrix';
import { OptionError } from '../src/base/index.js';
import { type EngineName, useEngine } from '../src/compute/index.js';
import { calibration } from '../src/evaluate/index.js';
import type { AlignmentTask, GroundTruth } from '../src/graph/index.js';
import { pairLead } from '../src/match/index.js';
import type { Weights } from '../src/seeds/index.js';
import { crossEvidence } from '../src/study/cross-evidence.js';
import { alignGraphs, openPair, seedRange } from '../src/study/index.js';
import { syntheticTask } from '../src/synthetic/index.js';
import { withoutSome } from '../test/support/dropped.js';

const development = [
  'synthetic1',
  'synthetic1.5',
  'synthetic2',
  'fr:openmoji;it:fluent',
  'fr:twemoji;it:openmoji',
  'dbp15k',
];
const { values: given } = parseArgs({
  allowPositionals: true,
  options: {
    pair: { type: 'string', default: development.join(',') },
    drop: { type: 'string', default: '0,0.2,0.5' },
    seeds: { type: 'string', default: '1' },
    ridge: { type: 'string', default: '0.001' },
    engine: { type: 'string', default: 'native' },
    threads: { type: 'string', default: '2' },
  },
});

/** What each confidence sees; the first is the constant. */
const models = {
  plan: ['constant', 'likelihood', 'lead', 'mutual'],
  cross: ['constant', 'likelihood', 'mutual', 'heldOut', 'untrained', 'looksAlone'],
} as const;
type Column = (typeof models)[keyof typeof models][number];

/** One run's matches. */
interface Sample {
  readonly kind: string;
  readonly right: readonly number[];
  readonly columns: Readonly<Record<Column, readonly number[]>>;
}

async function open(name: string, seed: number): Promise<{ task: AlignmentTask; truth: GroundTruth }> {
  if (!name.startsWith('synthetic')) return openPair(name.replace(';', ','));
  return syntheticTask({ entities: 800, noise: Number(name.slice('synthetic'.length)), seed });
}

async function sampled(name: string, drop: number, seed: number): Promise<Sample> {
  const whole = await open(name, seed);
  const { task, truth } = withoutSome(whole, drop, seed);
  const { matches, seeds, embeddings, trained, options } = await alignGraphs(task, { seed, confidence: 'plan' });
  const { weights, aligner } = options;
  const on = { seeds, aligner, weights: weights as Weights, ordered: trained.ordered, rivals: 'both' } as const;
  const { heldOut, untrained, looksAlone } = await crossEvidence(task, matches, on);
  const lead = pairLead(embeddings, matches);
  const partner = truth.rightOf(task.left.entityCount);
  // Of a pair whose ends no link names nothing is known.
  const [lefts, rights] = [new Set(whole.truth.links.left), new Set(truth.links.right)];
  const rows = [...matches.left.keys()].filter((i) => lefts.has(matches.left[i]!) || rights.has(matches.right[i]!));
  const column = (values: ArrayLike<number>) => rows.map((i) => values[i]!);
  return {
    kind: name.startsWith('synthetic') ? 'synthetic' : name,
    right: rows.map((i) => (partner[matches.left[i]!] === matches.right[i] ? 1 : 0)),
    columns: {
      constant: rows.map(() => 1),
      likelihood: rows.map((i) => Math.max(-5, Math.log(matches.score[i]!))),
      mutual: column(matches.mutual),
      lead: column(lead),
      heldOut: column(heldOut),
      untrained: column(untrained),
      looksAlone: column(looksAlone),
    },
  };
}

const logistic = (z: number) => 1 / (1 + Math.exp(-z));
const rowsOf = ({ columns, right }: Sample, names: readonly Column[]) =>
  right.map((_, i) => names.map((name) => columns[name][i]!));
const predicted = (sample: Sample, names: readonly Column[], weights: readonly number[]) =>
  rowsOf(sample, names).map((x) => logistic(x.reduce((sum, value, c) => sum + value * weights[c]!, 0)));

/** Newton's method on the weighted log-loss plus ridge · |w|², the constant left free. */
function fitted(samples: readonly Sample[], names: readonly Column[], ridge: number): number[] {
  const kinds = new Set(samples.map(({ kind }) => kind)).size;
  const x = samples.flatMap((sample) => rowsOf(sample, names));
  const y = samples.flatMap(({ right }) => right);
  const weight = samples.flatMap((sample) => {
    const alike = samples.filter(({ kind }) => kind === sample.kind).length;
    return sample.right.map(() => 1 / (sample.right.length * alike * kinds));
  });
  let w = names.map(() => 0);
  for (let step = 0; step < 50; step++) {
    const slope = names.map((_, c) => (c === 0 ? 0 : 2 * ridge * w[c]!));
    const bend = Matrix.eye(names.length).mul(2 * ridge);
    bend.set(0, 0, 1e-9);
    x.forEach((row, i) => {
      const p = logistic(row.reduce((sum, value, c) => sum + value * w[c]!, 0));
      row.forEach((a, c) => {
        slope[c]! += weight[i]! * (p - y[i]!) * a;
        for (const [d, b] of row.entries()) bend.set(c, d, bend.get(c, d) + weight[i]! * p * (1 - p) * a * b);
      });
    });
    const move = solve(bend, Matrix.columnVector(slope)).to1DArray();
    w = w.map((value, c) => value - move[c]!);
    if (Math.hypot(...move) < 1e-8) break;
  }
  return w;
}

useEngine({ engine: given.engine as EngineName, threads: Number(given.threads) });
const names = given.pair!.split(',');
for (const name of names)
  if (!development.includes(name))
    throw new OptionError(
      `${name} is no development pair`,
      '--pair',
      `Nothing is fitted but on ${development.join(', ')}`,
    );
const samples: Sample[] = [];
for (const name of names)
  for (const drop of given.drop!.split(',').map(Number))
    for (const seed of seedRange(given.seeds!)) samples.push(await sampled(name, drop, seed));

const ridge = Number(given.ridge);
const kinds = [...new Set(samples.map(({ kind }) => kind))];
for (const [model, columns] of Object.entries(models)) {
  const all = fitted(samples, columns, ridge);
  console.log(`${model}: { ${columns.map((name, c) => `${name}: ${all[c]!.toFixed(2)}`).join(', ')} }`);
  for (const kind of kinds) {
    const own = samples.filter((sample) => sample.kind === kind);
    const others = samples.filter((sample) => sample.kind !== kind);
    const ece = (weights: readonly number[]) =>
      own.reduce((sum, s) => sum + calibration(predicted(s, columns, weights), s.right).ece!, 0) / own.length;
    const apart =
      others.length > 0 ? `, by weights of the other kinds ${ece(fitted(others, columns, ridge)).toFixed(3)}` : '';
    console.log(`  ${kind}: ECE ${ece(all).toFixed(3)}${apart}`);
  }
}
