import * as tf from '@tensorflow/tfjs';
import type { Device } from '../device/device.js';
import type { Heap } from '../device/heap.js';

type Values = Float32Array | Int32Array | Uint8Array | Uint8Array[];

/** What the cpu backend keeps for a tensor's data; ours adds where it lies in the heap. */
interface TensorData {
  values: Values;
  dtype: tf.DataType;
  refCount: number;
  complexTensorInfos?: { real: tf.TensorInfo; imag: tf.TensorInfo };
  address?: number;
}

/** The part of tfjs's cpu backend that its kernels and ours rely on. */
interface CpuBackend extends tf.KernelBackend {
  firstUse: boolean;
  data: tf.DataStorage<TensorData>;
  makeTensorInfo(shape: number[], dtype: tf.DataType, values?: Values): tf.TensorInfo;
  disposeIntermediateTensorInfo(info: tf.TensorInfo): void;
}

const cpu = tf.findBackend('cpu') as CpuBackend | null;
if (!cpu) throw new Error('tfjs has no cpu backend');

/** tfjs's cpu backend as a class: its package exports it, but a second copy of tfjs-core would come with it. */
export const Cpu = cpu.constructor as new () => CpuBackend;

/**
 * Tensors of floats and whole numbers live in the heap, where the kernels of all threads reach them. tfjs's own cpu
 * kernels work on them too. What is read out is a copy, since a block is used again after its tensor is disposed of.
 */
export class HeapBackend extends Cpu {
  private lastHeap: Heap | undefined;

  constructor(private readonly deviceInUse: () => Device | undefined) {
    super();
    // Or tfjs would print its advice to install tfjs-node.
    this.firstUse = false;
  }

  get device(): Device {
    const device = this.deviceInUse();
    if (!device) throw new Error('the backend psqe is not in use: call useEngine()');
    this.lastHeap = device.heap;
    return device;
  }

  /** Tensors stay in the heap, to be read and freed, when another engine has taken over. */
  private get heap(): Heap {
    return this.lastHeap ?? this.device.heap;
  }

  override write(values: Values, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(dataId: object, values: Values, _shape: number[], dtype: tf.DataType, refCount: number): void {
    if (values && (dtype === 'float32' || dtype === 'int32')) {
      const typed = typedValues(values, dtype);
      const address = this.device.copyIn(typed);
      this.data.set(dataId, { ...this.block(address, typed.length, dtype), dtype, refCount });
    } else this.data.set(dataId, { values, dtype, refCount });
  }

  /** A new tensor in the heap, its contents undefined. */
  empty(shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.TensorInfo & { address: number } {
    const size = shape.reduce((product, n) => product * n, 1);
    return this.adopt(this.device.heap.allocate(4 * size), shape, dtype);
  }

  /** Makes a block a tensor's; it is freed with the tensor. */
  adopt(address: number, shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.TensorInfo & { address: number } {
    const size = shape.reduce((product, n) => product * n, 1);
    const dataId = {};
    this.data.set(dataId, { ...this.block(address, size, dtype), dtype, refCount: 1 });
    return { dataId, shape, dtype, address };
  }

  /** Where a tensor's cells lie. */
  address(info: tf.TensorInfo): number {
    const { address } = this.data.get(info.dataId);
    if (address === undefined) throw new Error(`a tensor of ${info.dtype} is not in the heap`);
    return address;
  }

  /** May the tensor's cells be changed in place: no other tensor shares them. */
  isSole(info: tf.TensorInfo): boolean {
    return this.data.get(info.dataId).refCount === 1;
  }

  override readSync(dataId: object): Values {
    const values = super.readSync(dataId) as Values;
    return ArrayBuffer.isView(values) && this.heap.owns(values) ? values.slice() : values;
  }

  override disposeData(dataId: object, force = false): boolean {
    const address = this.data.has(dataId) ? this.data.get(dataId).address : undefined;
    const gone = super.disposeData(dataId, force);
    if (gone && address !== undefined) this.heap.free(address);
    return gone;
  }

  private block(address: number, size: number, dtype: 'float32' | 'int32') {
    const { heap } = this;
    return { address, values: dtype === 'float32' ? heap.floats(address, size) : heap.integers(address, size) };
  }
}

function typedValues(values: Values, dtype: 'float32' | 'int32'): Float32Array | Int32Array {
  if (dtype === 'float32') return values instanceof Float32Array ? values : Float32Array.from(values as Uint8Array);
  return values instanceof Int32Array ? values : Int32Array.from(values as Uint8Array);
}
