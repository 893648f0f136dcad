import * as tf from '@tensorflow/tfjs';
import type { Device } from '../device/device.js';
import { registerElementwise } from './elementwise.js';
import { HeapBackend } from './heap-backend.js';
import { jsBackendName, registerJsBackend } from './js-backend.js';
import { registerMoves } from './moves.js';
import { registerReductions } from './reductions.js';
import { heapBackendName } from './tfjs-kernel.js';

export { heapBackendName, jsBackendName };

/**
 * Registers our two backends with tfjs; `device` gives the memory and threads in use. Each starts with every kernel of
 * the cpu backend. Their priority is above cpu's, so that tfjs takes them by itself where no engine was chosen.
 */
export function registerBackends(device: () => Device | undefined): void {
  registerJsBackend();
  tf.copyRegisteredKernels('cpu', heapBackendName);
  registerElementwise();
  registerReductions();
  registerMoves();
  let backend: HeapBackend | undefined;
  const make = () => {
    // tfjs passes on to the next backend when this throws.
    if (!device()) throw new Error('no fast engine can be had on this machine');
    backend ??= new HeapBackend(device);
    return backend;
  };
  tf.registerBackend(heapBackendName, make, 3);
}
