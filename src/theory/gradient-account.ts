import * as z from 'zod';
import { count, type Options, option, optionSet, type Resolved } from '../base/index.js';
import { type Matrix, matrix, random, row, takeRows } from '../compute/index.js';
import { type AnchorLosses, dot, iclGradient, type SideGradient } from './gradient.js';
import { linkedRows, type Space, sample } from './space.js';

export const batchOptions = optionSet('gradientAccount', {
  batch: option(count(2), 128, 'True pairs in the batch, evenly drawn'),
  temperature: option(z.number().positive(), 0.1, 'τ of the loss'),
  seed: option(z.number().int(), 1, 'Draws the batch'),
});

/** Settings of {@link gradientAccount} and {@link gradientCheck}. */
export interface BatchOptions extends Options<typeof batchOptions> {}

/** One batch of true pairs under T1. */
export interface GradientAccount {
  readonly temperature: number;
  readonly batch: number;
  readonly loss: number;
  /** Mean share that the positive holds of its anchor's softmax, e^(−loss of the anchor), over both sides' anchors. */
  readonly positiveShare: number;
  /** The two parts of each left anchor's loss, and its region. */
  readonly anchors: readonly { readonly region: number; readonly attraction: number; readonly repulsion: number }[];
  /** Mean over the left anchors of ‖part‖·2Bτ: attraction is then 2 for unit embeddings, whatever B and τ. */
  readonly norms: Readonly<Record<GradientPart, number>>;
}

export type GradientPart = 'total' | 'attraction' | 'repulsion' | keyof SideGradient['terms'];

/** What is left of the attraction, 2 in the units of `norms`, when the positive's own share of the repulsion is taken off. */
export const netAttraction = ({ positiveShare }: Pick<GradientAccount, 'positiveShare'>): number =>
  2 * (1 - positiveShare);

/** T1 on a batch of true pairs: what pulls and what pushes, by anchor and in the mean. */
export function gradientAccount(space: Space, options?: BatchOptions): GradientAccount {
  const o = batchOptions.resolve(options);
  const { rows, left, right } = trueBatch(space, o);
  const { loss, anchors, left: side } = iclGradient(left, right, { temperature: o.temperature });
  const scale = 2 * left.rows * o.temperature;
  const parts = { total: side.total, attraction: side.attraction, repulsion: side.repulsion, ...side.terms };
  const norms = Object.entries(parts).map(([name, m]) => [name, scale * meanNorm(m)]);
  return {
    temperature: o.temperature,
    batch: left.rows,
    loss,
    positiveShare: meanPositive([anchors.left, anchors.right]),
    anchors: Array.from(rows, (i, b) => ({
      region: space.regions.left[i]!,
      attraction: anchors.left.attraction[b]!,
      repulsion: anchors.left.repulsion[b]!,
    })),
    norms: Object.fromEntries(norms) as Record<GradientPart, number>,
  };
}

/** The slope of the loss along one direction. */
export interface SlopeCheck {
  /** ⟨∂L/∂z, d⟩ by T1's closed form. */
  readonly closedForm: number;
  /** (L(z + εd) − L(z − εd)) / 2ε. */
  readonly finiteDifference: number;
}

/** Step of the finite difference: rounding of single precision and the third derivative are both small there. */
const epsilon = 0.02;

/** T1 against finite differences of the loss, along random unit directions of all left embeddings at once. */
export function gradientCheck(space: Space, options?: BatchOptions & { readonly directions?: number }): SlopeCheck[] {
  const { directions = 5, ...rest } = options ?? {};
  const o = batchOptions.resolve(rest);
  const { left, right } = trueBatch(space, o);
  const gradient = iclGradient(left, right, { temperature: o.temperature }).left.total;
  const draw = random(o.seed).fork('directions');
  return Array.from({ length: directions }, () => {
    const raw = Float32Array.from({ length: left.data.length }, () => draw.normal());
    const length = Math.sqrt(dot(raw, raw));
    const direction = raw.map((x) => x / length);
    const lossAt = (step: number) => {
      const data = left.data.map((x, at) => x + step * direction[at]!);
      return iclGradient(matrix(left.rows, left.cols, data), right, { temperature: o.temperature }).loss;
    };
    return {
      closedForm: dot(gradient.data, direction),
      finiteDifference: (lossAt(epsilon) - lossAt(-epsilon)) / (2 * epsilon),
    };
  });
}

function trueBatch(space: Space, o: Resolved<BatchOptions>) {
  const all = linkedRows(space, o.batch, 'gradientAccount');
  const rows = sample(all, o.batch, random(o.seed).fork('batch'));
  const ends = rows.map((i) => space.partner[i]!);
  return { rows, left: takeRows(space.left, rows), right: takeRows(space.right, ends) };
}

function meanPositive(sides: readonly AnchorLosses[]): number {
  const shares = sides.flatMap(({ attraction, repulsion }) =>
    Array.from(attraction, (a, i) => Math.exp(-a - repulsion[i]!)),
  );
  return shares.reduce((a, b) => a + b, 0) / shares.length;
}

function meanNorm(m: Matrix): number {
  let sum = 0;
  for (let i = 0; i < m.rows; i++) sum += Math.sqrt(dot(row(m, i), row(m, i)));
  return sum / m.rows;
}
