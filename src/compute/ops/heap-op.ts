import * as tf from '@tensorflow/tfjs';
import type { HeapBackend } from '../backend/heap-backend.js';
import { heapBackendName } from '../backend/register.js';
import { currentDevice } from '../engine.js';

/** The heap backend when it is the one in use: fused ops run there, and as their definitions elsewhere. */
export function heapBackend(): HeapBackend | undefined {
  return currentDevice() && tf.getBackend() === heapBackendName ? (tf.backend() as HeapBackend) : undefined;
}

/** A tensor over a block of the heap. */
export function tensorOf(backend: HeapBackend, info: tf.TensorInfo): tf.Tensor {
  return tf.engine().makeTensorFromDataId(info.dataId, info.shape, info.dtype, backend);
}

/** Computes an op's value and, when it is asked for, the gradients by its inputs from the gradient by its value. */
export interface FusedOp {
  readonly value: tf.TensorInfo;
  /** What the gradient needs besides the inputs: kept as tensors until it has been taken. */
  readonly saved: readonly tf.TensorInfo[];
  gradients(dy: tf.Tensor, inputs: readonly tf.Tensor[], saved: readonly tf.Tensor[]): tf.Tensor[];
}

/** An op of our own, with its gradient, on tfjs's tape. */
export function fusedOp<T extends tf.Tensor>(
  backend: HeapBackend,
  inputs: readonly tf.Tensor[],
  compute: (inputs: readonly tf.Tensor[]) => FusedOp,
): T {
  const op = tf.customGrad((...args) => {
    const given = args.slice(0, -1) as tf.Tensor[];
    const save = args[args.length - 1] as unknown as (tensors: tf.Tensor[]) => void;
    const { value, saved, gradients } = compute(given);
    save([...given, ...saved.map((info) => tensorOf(backend, info))]);
    return {
      value: tensorOf(backend, value),
      gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) =>
        gradients(dy, kept.slice(0, given.length), kept.slice(given.length)),
    };
  });
  return op(...(inputs as tf.Tensor[])) as T;
}
