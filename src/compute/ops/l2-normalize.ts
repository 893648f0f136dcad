import type * as tf from '@tensorflow/tfjs';
import { l2NormalizeDefinition } from './definitions.js';
import { fusedOp, heapBackend, tensorOf } from './heap-op.js';

/** Rows divided by their length, or by 1e-12 where they are shorter (torch's `normalize`). */
export function l2Normalize(x: tf.Tensor2D): tf.Tensor2D {
  const backend = heapBackend();
  if (!backend || x.size === 0) return l2NormalizeDefinition(x);
  const { device } = backend;
  const [rows, width] = x.shape;
  return fusedOp(backend, [x], ([given]) => {
    const value = backend.empty([rows, width]);
    const inverse = backend.empty([rows]);
    const numbers = { x: backend.address(given!), out: value.address, inverse: inverse.address, n: width };
    device.run('unitRows', 2 * x.size, { items: rows, ...numbers });
    // The gradient needs the unit rows, which are the value itself: one more tensor over the same block.
    backend.incRef(value.dataId);
    return {
      value,
      saved: [value, inverse],
      gradients: (dy, _inputs, [unit, factor]) => {
        const out = backend.empty([rows, width]);
        const [y, inverse] = [backend.address(unit!), backend.address(factor!)];
        const numbers = { y, inverse, dy: backend.address(dy), out: out.address, n: width };
        device.run('unitRowsGradient', 3 * x.size, { items: rows, ...numbers });
        return [tensorOf(backend, out)];
      },
    };
  });
}
