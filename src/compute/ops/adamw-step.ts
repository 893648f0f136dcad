import * as tf from '@tensorflow/tfjs';
import { type AdamwStep, adamwStepDefinition } from './definitions.js';
import { heapBackend } from './heap-op.js';

/**
 * One step of AdamW (Loshchilov & Hutter, arXiv 1711.05101) as torch takes it, in place: moments, then
 * p ← p (1 − rate · decay) − rate / (1 − β1^t) · m / (√v / √(1 − β2^t) + ε).
 * @param moments as large as p; zero before the first step
 */
export function adamwStep(
  p: tf.Variable,
  grad: tf.Tensor,
  moments: { readonly m: tf.Variable; readonly v: tf.Variable },
  o: AdamwStep,
): void {
  const { m, v } = moments;
  for (const other of [grad, m, v])
    if (other.size !== p.size) throw new RangeError(`adamwStep: ${other.shape} for a variable of ${p.shape}`);
  const backend = heapBackend();
  if (!backend || [p, grad, m, v].some((t) => t.dtype !== 'float32')) {
    adamwStepDefinition(p, grad, moments, o);
    return;
  }
  // Another tensor over the same cells must not change with the variable.
  for (const variable of [p, m, v]) if (!backend.isSole(variable)) tf.tidy(() => variable.assign(tf.add(variable, 0)));
  const shrink = 1 - o.learningRate * o.weightDecay;
  const rate = o.learningRate / (1 - o.beta1 ** o.step);
  const { beta1, beta2, epsilon } = o;
  backend.device.run('adamw', 8 * p.size, {
    items: p.size,
    p: backend.address(p),
    g: backend.address(grad),
    m: backend.address(m),
    v: backend.address(v),
    ...{ beta1, beta2, rest1: 1 - beta1, rest2: 1 - beta2, epsilon, shrink, rate },
    rootCorrection: Math.sqrt(1 - beta2 ** o.step),
  });
}
