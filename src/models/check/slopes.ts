import * as tf from '@tensorflow/tfjs';
import type { Random } from '../../compute/index.js';
import { HeldDetached } from '../detach.js';
import { freed } from './compare.js';

/** The slope of a loss along a direction of one variable, by automatic differentiation and by finite differences. */
export interface Slope {
  /** Number of the variable among those given. */
  readonly variable: number;
  /** `gradient`: along the gradient, made 1 in its largest cell; `random`: ±1 in every cell; both times the variable's own scale. */
  readonly direction: 'gradient' | 'random';
  readonly automatic: number;
  readonly difference: number;
  /** |automatic − difference|, less what rounding and curvature explain, over the larger of the two or a usual slope. */
  readonly error: number;
}

/** Values of a variable's gradient, null when none came. */
export type Gradients = readonly (Float32Array | null)[];

/** The gradient of the loss in each variable; all null when the loss depends on none. */
export function gradientsOf(loss: () => tf.Scalar, variables: readonly tf.Variable[]): Gradients {
  // tfjs refuses a loss that hangs on no variable at all; this one adds nothing and stands for none of them.
  const anchor = tf.tidy(() => tf.variable(tf.scalar(0)));
  try {
    return freed(() => {
      const { grads } = tf.variableGrads(() => tf.add(loss(), anchor) as tf.Scalar, [...variables, anchor]);
      return variables.map(({ name }) => (grads[name] ? (grads[name]!.dataSync().slice() as Float32Array) : null));
    });
  } finally {
    anchor.dispose();
  }
}

/**
 * The slopes of a loss in each of its variables. What the loss detaches stays at its present value, as it does in automatic
 * differentiation. Variables have their values again afterwards.
 */
export function slopesOf(loss: () => tf.Scalar, variables: readonly tf.Variable[], draw: Random): Slope[] {
  const gradients = gradientsOf(loss, variables);
  const held = new HeldDetached();
  const evaluate = () => tf.tidy(() => held.run(loss).dataSync()[0]!);
  try {
    const scales = variables.map((variable) => scaleOf(variable.dataSync() as Float32Array));
    // What a random slope's standard deviation is; a slope may happen to be next to nothing.
    const usual = gradients.map((g, v) => (g ? scales[v]! * Math.sqrt(dot(g, g)) : 0));
    const most = Math.max(...usual);
    return variables.flatMap((variable, v) => {
      const gradient = gradients[v];
      const scale = scales[v]!;
      const random = Float32Array.from({ length: variable.size }, () => scale * (draw.uniform() < 0.5 ? -1 : 1));
      const largest = gradient?.reduce((top, g) => Math.max(top, Math.abs(g)), 0) ?? 0;
      const slope = (direction: Slope['direction'], along: Float32Array): Slope => {
        const automatic = gradient ? dot(gradient, along) : 0;
        const estimates = slopeAtZero((h) => at(variable, along, h, evaluate));
        const value = estimates[0]?.value ?? Number.NaN;
        const size = Math.max(Math.abs(automatic), Math.abs(value), usual[v]!, least[direction] * most);
        const off = Math.min(...estimates.map((each) => Math.max(0, Math.abs(automatic - each.value) - each.doubt)));
        return { variable: v, direction, automatic, difference: value, error: off === 0 ? 0 : off / size };
      };
      const steepest = gradient?.map((g) => (scale * g) / largest);
      const found = largest > 0 ? [slope('gradient', steepest!)] : [];
      return [...found, slope('random', random)];
    });
  } finally {
    held.dispose();
  }
}

/** Root mean square of the values; 1 where they are (nearly) zero. */
export function scaleOf(values: Float32Array): number {
  const rms = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
  return rms > 1e-3 ? rms : 1;
}

/** Adds Normal(0, `share` of its scale) to each variable: away from zeros and ones, where gradients may vanish. */
export function jitter(variables: readonly tf.Variable[], share: number, draw: Random): void {
  for (const variable of variables) {
    const values = variable.dataSync() as Float32Array;
    const scale = share * scaleOf(values);
    const moved = values.map((x) => x + draw.normal(0, scale));
    tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

/** `evaluate` with the variable moved by h · along. */
function at(variable: tf.Variable, along: Float32Array, h: number, evaluate: () => number): number {
  const kept = (variable.dataSync() as Float32Array).slice();
  const assign = (values: Float32Array) => tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  assign(kept.map((x, i) => x + h * along[i]!));
  try {
    return evaluate();
  } finally {
    assign(kept);
  }
}

/**
 * Slopes are judged by this share of the strongest variable's at least: kinks (ReLU) put finite differences off by a little
 * in every cell, which adds up in a random direction, where the slope itself cancels.
 */
const least = { gradient: 0.01, random: 0.1 };

const largestStep = 0.1;
const halvings = 7;

/** An estimate of a slope, and by how much it may be off. */
interface Estimate {
  readonly value: number;
  readonly doubt: number;
}

/**
 * Estimates of the slope of f at 0: central differences extrapolated from a step and its half (Richardson). Large steps see
 * curvature and kinks, small ones the rounding of a float32 loss: an estimate is doubted by how far its neighbours are, and
 * by what rounding may do. The surest come back, the very surest first; none where f is not finite.
 */
function slopeAtZero(f: (h: number) => number): Estimate[] {
  const rounding = 8 * Math.abs(f(0)) * 2 ** -23;
  const step = (k: number) => largestStep / 2 ** k;
  const central = Array.from({ length: halvings }, (_, k) => (f(step(k)) - f(-step(k))) / (2 * step(k)));
  const values = central.slice(1).map((half, k) => (4 * half - central[k]!) / 3);
  const estimates = values.map((value, k): Estimate => {
    const near = [values[k - 1], values[k + 1]].filter((other) => other !== undefined);
    const spread = Math.max(...near.map((other) => Math.abs(other - value)));
    return { value, doubt: spread + rounding / step(k + 1) };
  });
  const sure = estimates.filter(({ doubt }) => Number.isFinite(doubt)).sort((x, y) => x.doubt - y.doubt);
  return sure.filter(({ doubt }) => doubt <= 3 * sure[0]!.doubt);
}
