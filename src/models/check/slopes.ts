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
  /** |automatic − difference|, less what rounding explains, over the larger of the two, or of a random slope's deviation. */
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
    return variables.flatMap((variable, v) => {
      const gradient = gradients[v];
      const scale = scaleOf(variable.dataSync() as Float32Array);
      const random = Float32Array.from({ length: variable.size }, () => scale * (draw.uniform() < 0.5 ? -1 : 1));
      const largest = gradient?.reduce((most, g) => Math.max(most, Math.abs(g)), 0) ?? 0;
      // A random slope may happen to be next to nothing: errors are measured by its standard deviation at least.
      const usual = gradient ? scale * Math.sqrt(dot(gradient, gradient)) : 0;
      const slope = (direction: Slope['direction'], along: Float32Array): Slope => {
        const automatic = gradient ? dot(gradient, along) : 0;
        const { value, rounding } = differenceQuotient((h) => at(variable, along, h, evaluate));
        const off = Math.max(0, Math.abs(automatic - value) - rounding); // NaN stays NaN
        const size = Math.max(Math.abs(automatic), Math.abs(value), usual);
        return { variable: v, direction, automatic, difference: value, error: off === 0 ? 0 : off / size };
      };
      const steepest =
        largest > 0
          ? [
              slope(
                'gradient',
                gradient!.map((g) => (scale * g) / largest),
              ),
            ]
          : [];
      return [...steepest, slope('random', random)];
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

const largestStep = 0.1;
const halvings = 6;

/**
 * The slope of f at 0 by central differences, extrapolated from a step and its half (Richardson), at the step where two
 * such values agree best: large steps see curvature, small ones the rounding of a float32 loss.
 */
function differenceQuotient(f: (h: number) => number): { value: number; rounding: number } {
  const size = Math.abs(f(0));
  const step = (k: number) => largestStep / 2 ** k;
  const central = Array.from({ length: halvings }, (_, k) => (f(step(k)) - f(-step(k))) / (2 * step(k)));
  const extrapolated = central.slice(1).map((half, k) => (4 * half - central[k]!) / 3);
  const spread = extrapolated.slice(1).map((value, k) => Math.abs(value - extrapolated[k]!));
  const best = spread.reduce((least, x, k) => (x < (spread[least] ?? Infinity) ? k : least), -1);
  if (best < 0) return { value: Number.NaN, rounding: 0 }; // not finite at any step
  const rounding = spread[best]! + (8 * size * 2 ** -23) / step(best + 1);
  return { value: extrapolated[best]!, rounding };
}
