import * as tf from '@tensorflow/tfjs';
import type { Random } from '../../compute/index.js';
import type { Links } from '../../graph/index.js';
import type { Encoded, Model } from '../model.js';
import { tensorsOf } from './compare.js';
import type { Tell } from './report.js';
import type { Gradients, Slope } from './slopes.js';

/** B × width rows, unit normal, and the same with a little noise: what the ends of right pairs look like. */
export function alikeEnds(count: number, width: number, draw: Random): { left: tf.Tensor2D; right: tf.Tensor2D } {
  const left = Float32Array.from({ length: count * width }, () => draw.normal());
  const right = left.map((x) => x + 0.1 * draw.normal());
  return { left: tf.tensor2d(left, [count, width]), right: tf.tensor2d(right, [count, width]) };
}

/** Embeddings as the model's, in which the two ends of each pair are alike and everything else is random. */
export function plantedEncoding(model: Model, { left, right }: Links, draw: Random): Encoded {
  const like = tensorsOf(model.encode()).map(([, tensor]) => {
    const [rows, width] = tensor.shape;
    const data = Float32Array.from({ length: rows * width }, () => draw.normal());
    left.forEach((row, i) => {
      for (let c = 0; c < width; c++) data[right[i]! * width + c] = data[row * width + c]! + 0.1 * draw.normal();
    });
    return tf.tensor2d(data, [rows, width]);
  });
  const names = [...model.encode().parts.keys()];
  return { joint: like[0]!, parts: new Map(names.map((name, i) => [name, like[i + 1]!])) };
}

/** The pairs in another order, and with their right ends moved on by one. */
export const reordered = ({ left, right }: Links, order: Int32Array): Links => ({
  left: order.map((i) => left[i]!),
  right: order.map((i) => right[i]!),
});
export const mismatched = ({ left, right }: Links): Links => ({
  left,
  right: right.map((_, i) => right[(i + 1) % right.length]!),
});

/** Tells of variables without gradient (or with a gradient of zeros), and says how many have one. */
export function tellIdle(
  gradients: Gradients,
  slopes: readonly Slope[],
  names: readonly string[],
  tell: Tell,
  allowIdle = false,
): string {
  const idle: string[] = [];
  gradients.forEach((gradient, v) => {
    if (gradient?.some((g) => g !== 0)) return;
    idle.push(names[v]!);
    const moves = slopes.some(({ variable, difference, error }) => variable === v && error > 0 && difference !== 0);
    if (moves)
      tell(
        names[v]!,
        'changes the loss, but gets no gradient',
        'Something on the way has none: values read by dataSync, tf.argMax, tf.round, a customGrad of zeros',
      );
    else if (!allowIdle)
      tell(
        names[v]!,
        'gets no gradient: the loss does not depend on it',
        'Use it, leave it out, or pass { allowIdle: true }',
      );
  });
  const reached = gradients.length - idle.length;
  return idle.length === 0 ? `all ${reached} variables` : `${reached} of ${gradients.length}; idle: ${idle.join('; ')}`;
}

/** Tells of gradients that disagree with finite differences, and says how large the worst disagreement is. */
export function tellWrong(slopes: readonly Slope[], names: readonly string[], tolerance: number, tell: Tell): string {
  const told = new Set<number>();
  for (const { variable, automatic, difference, error } of slopes) {
    if (error <= tolerance || told.has(variable) || automatic === 0) continue;
    told.add(variable);
    tell(
      names[variable]!,
      `has slope ${automatic.toPrecision(4)} by its gradient, ${difference.toPrecision(4)} by finite differences`,
      'Look at its tf.customGrad; where a stop of the gradient is meant, use detach(x)',
    );
  }
  const worst = slopes.reduce((most, { error }) => Math.max(most, error), 0);
  return `${slopes.length} slopes, largest error ${(100 * worst).toFixed(2)} %`;
}
