import { EngineError } from '../../base/index.js';

const page = 65536;
/** Blocks begin on cache lines. */
const line = 64;
const small = 32768;
/** Small blocks come out of slabs of this size, so that they do not break up the large ranges. */
const slabSize = 2 ** 20;

/**
 * Memory blocks in one shared WebAssembly memory (at most 4 GB), which every thread and the BLAS library see. Small
 * blocks come in powers of two; large ones are cut from free ranges, best fit, and freed neighbours join again.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  /** Bytes in use. */
  used = 0;
  private buffer: ArrayBufferLike;
  /** The first pages belong to the kernels' own data. */
  private top = 16 * page;
  private readonly sizes = new Map<number, number>();
  private readonly smallFree = new Map<number, number[]>();
  /** What is left of the slab in use. */
  private slab = { start: 0, end: 0 };
  /** Free ranges by address: [start, end). */
  private readonly ranges: { start: number; end: number }[] = [];

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
    this.buffer = this.memory.buffer;
  }

  /** Address of a new block of `bytes`, its contents undefined. */
  allocate(bytes: number): number {
    const size = bytes <= small ? 2 ** Math.ceil(Math.log2(Math.max(line, bytes))) : Math.ceil(bytes / line) * line;
    const address = size <= small ? (this.smallFree.get(size)?.pop() ?? this.fromSlab(size)) : this.large(size);
    this.sizes.set(address, size);
    this.used += size;
    return address;
  }

  free(address: number): void {
    const size = this.sizes.get(address);
    if (size === undefined) throw new Error(`heap: ${address} is no block`);
    this.sizes.delete(address);
    this.used -= size;
    if (size > small) this.join(address, address + size);
    else if (this.smallFree.has(size)) this.smallFree.get(size)!.push(address);
    else this.smallFree.set(size, [address]);
  }

  /** A view on `count` floats; dead once the block is freed. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.buffer, address, count);
  }

  /** A view on `count` whole numbers. */
  integers(address: number, count: number): Int32Array {
    return new Int32Array(this.buffer, address, count);
  }

  /** A view on `count` doubles. */
  doubles(address: number, count: number): Float64Array {
    return new Float64Array(this.buffer, address, count);
  }

  /** Does the view lie in this memory. */
  owns(view: ArrayBufferView): boolean {
    const buffer: ArrayBufferLike = view.buffer;
    return buffer === this.buffer || buffer === this.memory.buffer;
  }

  private fromSlab(size: number): number {
    if (this.slab.start + size > this.slab.end) {
      const start = this.large(slabSize);
      this.slab = { start, end: start + slabSize };
    }
    const address = this.slab.start;
    this.slab.start += size;
    return address;
  }

  private large(size: number): number {
    return this.fromRanges(size) ?? this.atTop(size);
  }

  private fromRanges(size: number): number | undefined {
    let best = -1;
    for (let r = 0; r < this.ranges.length; r++) {
      const length = this.ranges[r]!.end - this.ranges[r]!.start;
      if (length >= size && (best < 0 || length < this.ranges[best]!.end - this.ranges[best]!.start)) best = r;
    }
    if (best < 0) return undefined;
    const range = this.ranges[best]!;
    const address = range.start;
    range.start += size;
    if (range.start === range.end) this.ranges.splice(best, 1);
    return address;
  }

  private atTop(size: number): number {
    const address = this.top;
    const missing = Math.ceil((address + size - this.memory.buffer.byteLength) / page);
    if (missing > 0) this.grow(missing, size);
    this.top += size;
    return address;
  }

  private grow(pages: number, size: number): void {
    const now = this.memory.buffer.byteLength / page;
    // A quarter more than needed: growing is a system call.
    const generous = Math.min(Math.max(pages, Math.ceil(now / 4)), 65536 - now);
    try {
      this.memory.grow(Math.max(pages, generous));
    } catch (error) {
      throw new EngineError(
        `no room for ${Math.round(size / 2 ** 20)} MB more: ${Math.round(this.used / 2 ** 20)} MB of at most 4096 MB in use`,
        'compute memory',
        'Dispose of tensors that are no longer needed, or use smaller batches',
        { cause: error },
      );
    }
    this.buffer = this.memory.buffer;
  }

  private join(start: number, end: number): void {
    let low = 0;
    let high = this.ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ranges[middle]!.start < start) low = middle + 1;
      else high = middle;
    }
    const before = this.ranges[low - 1];
    const after = this.ranges[low];
    if (before?.end === start && after?.start === end) {
      before.end = after.end;
      this.ranges.splice(low, 1);
    } else if (before?.end === start) before.end = end;
    else if (after?.start === end) after.start = start;
    else this.ranges.splice(low, 0, { start, end });
  }
}
