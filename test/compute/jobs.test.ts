import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/index.js';
import { Device } from '../../src/compute/device/device.js';
import { pack, unpack } from '../../src/compute/threads/job.js';
import { jobNames, jobOf } from '../../src/compute/threads/jobs.js';
import { parameters } from '../../src/compute/threads/kernels.js';
import { Threads } from '../../src/compute/threads/threads.js';

describe('what the threads are told', () => {
  it('names the kernels and their parameters as the compiled ones have them', () => {
    const module = new WebAssembly.Module(readFileSync(join(packageRoot(), 'dist', 'compute', 'kernels.wasm')));
    const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
    const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
    const lengths = Object.entries(exports).flatMap(([name, f]) => (typeof f === 'function' ? [[name, f.length]] : []));
    const declared = Object.entries(parameters).map(([name, names]) => [name, names.length]);
    expect(new Map(declared as [string, number][])).toEqual(new Map(lengths as [string, number][]));
  });

  it('travels whole, whatever the order it is given in', () => {
    for (const name of jobNames) {
      const { fields } = jobOf(name);
      expect(new Set(fields).size).toBe(fields.length);
      const numbers = Object.fromEntries([...fields].reverse().map((field, f) => [field, f + 0.5]));
      expect(unpack(jobOf(name), Float64Array.from(pack(jobOf(name), numbers)))).toEqual(numbers);
    }
  });

  it('fits the room there is for it', () => {
    expect(Math.max(...jobNames.map((name) => jobOf(name).fields.length))).toBeLessThan(64);
  });

  it('comes back as an error where a thread fails', () => {
    const device = Device.start(2);
    try {
      // Far beyond what the memory has grown to.
      const nowhere = 2 ** 31;
      expect(() => device.run('fill', 1e9, { items: 1e6, x: nowhere, value: 1 })).toThrow(/out of bounds/);
    } finally {
      device.stop();
    }
  });
});

describe('a memory that grows while a thread is being started', () => {
  /** Grows the memory once, `after` milliseconds from the thread's start, and has the thread copy at its new end. */
  function copyAtTheEnd(after: number): Float32Array {
    const page = 65536;
    const module = new WebAssembly.Module(readFileSync(join(packageRoot(), 'dist', 'compute', 'kernels.wasm')));
    const memory = new WebAssembly.Memory({ initial: 32, maximum: 65536, shared: true });
    // Read before the memory is: what stands between the two makes the moment long in which growth goes unnoticed.
    const filler = Array.from({ length: 200_000 }, (_, i) => ({ i }));
    const parts = { filler, module, memory };
    const threads = new Threads(2, { ...parts, scratch: 16 * page, scratchBytes: page });
    const end = performance.now() + after;
    while (performance.now() < end);
    const out = memory.buffer.byteLength + 98 * page;
    memory.grow(100);
    const [x, count, width] = [20 * page, 8, 4];
    const given = new Float32Array(memory.buffer, x, count * width).map((_, i) => i + 1);
    new Float32Array(memory.buffer, x, count * width).set(given);
    const numbers = { items: count, x, xStride: width, out, outStride: width, width };
    try {
      threads.run('copyRows', numbers);
    } finally {
      threads.stop();
    }
    return new Float32Array(memory.buffer, out, count * width).slice();
  }

  it('is known whole to the thread', () => {
    const given = Float32Array.from({ length: 32 }, (_, i) => i + 1);
    for (let after = 30; after <= 450; after += 20) expect(copyAtTheEnd(after)).toEqual(given);
  });
});
