import * as tf from '@tensorflow/tfjs';
import { Cpu } from './heap-backend.js';

/** The name of tfjs's cpu backend with the one kernel that is too slow for graphs replaced. */
export const jsBackendName = 'psqe-js';

interface CpuLike extends tf.KernelBackend {
  data: tf.DataStorage<{ values: Float32Array }>;
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
}

/** tfjs's own compares every row with every segment. */
function segmentSum(params: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const { x, segmentIds } = params.inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
  const { numSegments } = params.attrs as unknown as { numSegments: number };
  const backend = params.backend as CpuLike;
  const from = backend.data.get(x.dataId).values;
  const ids = backend.data.get(segmentIds.dataId).values;
  const width = x.shape.slice(1).reduce((product, n) => product * n, 1);
  const sums = new Float32Array(numSegments * width);
  for (let i = 0; i < ids.length; i++) {
    const segment = ids[i]!;
    if (segment < 0 || segment >= numSegments) continue;
    for (let j = 0; j < width; j++) sums[segment * width + j]! += from[i * width + j]!;
  }
  return backend.makeTensorInfo([numSegments, ...x.shape.slice(1)], 'float32', sums);
}

export function registerJsBackend(): void {
  tf.copyRegisteredKernels('cpu', jsBackendName);
  tf.unregisterKernel('UnsortedSegmentSum', jsBackendName);
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: jsBackendName, kernelFunc: segmentSum });
  const make = () => {
    const backend = new Cpu();
    // Or tfjs would print its advice to install tfjs-node.
    backend.firstUse = false;
    return backend;
  };
  tf.registerBackend(jsBackendName, make, 2);
}
