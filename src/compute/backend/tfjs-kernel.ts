import * as tf from '@tensorflow/tfjs';
import type { HeapBackend } from './heap-backend.js';

/** The name of the backend whose tensors live in the heap. */
export const heapBackendName = 'psqe';

type Inputs = Record<string, tf.TensorInfo>;
type Attributes = Record<string, unknown>;

/** Computes a kernel in the heap, or says with undefined that this case is left to tfjs's own. */
export type TfjsKernel = (
  inputs: Inputs,
  attributes: Attributes,
  backend: HeapBackend,
) => tf.TensorInfo | tf.TensorInfo[] | undefined;

/** Replaces a kernel of the heap backend; what `fast` declines goes to the cpu backend's kernel. */
export function replaceTfjsKernel(kernelName: string, fast: TfjsKernel): void {
  const usual = tf.getKernel(kernelName, 'cpu');
  if (!usual) throw new Error(`tfjs has no cpu kernel ${kernelName}`);
  tf.unregisterKernel(kernelName, heapBackendName);
  tf.registerKernel({
    kernelName,
    backendName: heapBackendName,
    kernelFunc: (params) =>
      fast(params.inputs as Inputs, (params.attrs ?? {}) as Attributes, params.backend as HeapBackend) ??
      usual.kernelFunc(params),
  });
}

/** How many cells. */
export const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

export const isFloat = (...infos: readonly tf.TensorInfo[]) => infos.every((info) => info.dtype === 'float32');
