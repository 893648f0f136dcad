import { execFileSync } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it } from 'vitest';
import { EngineError, OptionError } from '../../src/base/index.js';
import { findBlas } from '../../src/compute/device/blas.js';
import { Heap } from '../../src/compute/device/heap.js';
import {
  contrastiveLoss,
  csrFromTriplets,
  type EngineName,
  engineInfo,
  graphAttention,
  matmul,
  matrix,
  random,
  topPairs,
  useEngine,
  withCsls,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';

const table = (rows: number, cols: number, seed: number) => {
  const r = random(seed);
  return matrix(
    rows,
    cols,
    Float32Array.from({ length: rows * cols }, () => r.normal()),
  );
};

/** Bytes of a loss, its gradients and a search, large enough to be shared among threads. */
function work(): Buffer {
  const left = table(900, 50, 1);
  const right = table(900, 50, 2);
  const pairs = topPairs(withCsls({ left, right }, 5), { limit: 1000, tieSeed: 1 });
  const bytes = tf.tidy(() => {
    const inputs = [left, right].map((m) => tf.tensor2d(m.data, [m.rows, m.cols]));
    const edges = random(3);
    const ends = () => Int32Array.from({ length: 5000 }, () => edges.integer(900));
    const graph = csrFromTriplets(900, 900, ends(), ends());
    const ones = [tf.ones([2, 50]), tf.ones([2, 100])] as [tf.Tensor2D, tf.Tensor2D];
    const { value, grads } = tf.valueAndGrads((x, y) =>
      contrastiveLoss(graphAttention(x as tf.Tensor2D, ...ones, graph), y as tf.Tensor2D, 1),
    )(inputs);
    return [value, ...grads].map((t) => Buffer.from((t.dataSync() as Float32Array).slice().buffer));
  });
  return Buffer.concat([...bytes, Buffer.from(pairs.left.buffer), Buffer.from(pairs.score.buffer)]);
}

afterEach(() => {
  delete process.env.PSQE_OPENBLAS;
});

describe('the engine', () => {
  it.each(enginesHere(['native', 'wasm']))(
    '%s: same seed and threads, same bytes; any number of threads, same result',
    (engine) => {
      useEngine({ engine, threads: 2 });
      const first = work();
      expect(work().equals(first)).toBe(true);
      const numbers = new Float32Array(new Uint8Array(first).buffer);
      for (const threads of [1, 3, 5]) {
        expect(useEngine({ engine, threads }).threads).toBe(threads);
        const other = new Float32Array(new Uint8Array(work()).buffer);
        const scale = numbers.subarray(1, 90_001).reduce((greatest, x) => Math.max(greatest, Math.abs(x)), 0);
        for (let i = 1; i < 90_001; i++)
          if (!(Math.abs(other[i]! - numbers[i]!) < 1e-5 * scale)) expect(other[i]).toBe(numbers[i]);
      }
      useEngine({ engine, threads: 2 });
      expect(work().equals(first)).toBe(true);
    },
  );

  it('changes under tensors that live on', () => {
    const names: EngineName[] = enginesHere();
    useEngine({ engine: names[0] });
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    for (const engine of [...names, ...names]) {
      useEngine({ engine });
      expect(engineInfo().name).toBe(engine);
      expect([...tf.tidy(() => tf.matMul(x, x).dataSync())]).toEqual([7, 10, 15, 22]);
    }
    x.dispose();
  });

  it('says what it is and why', () => {
    for (const engine of enginesHere()) {
      const { name, threads, why, blas } = useEngine({ engine });
      expect([name, why.length > 10, threads >= 1]).toEqual([engine, true, true]);
      expect(blas !== undefined).toBe(engine === 'native');
    }
  });

  it('refuses what it does not know, and what cannot be had', () => {
    expect(() => useEngine({ engine: 'nativ' as EngineName })).toThrow(/Did you mean "native"/);
    for (const threads of [0, 1.5, 65]) expect(() => useEngine({ engine: 'wasm', threads })).toThrow(OptionError);
    process.env.PSQE_OPENBLAS = '/nowhere/libopenblas.so';
    expect(() => useEngine({ engine: 'native' })).toThrow(EngineError);
    expect(() => findBlas()).toThrow(/PSQE_OPENBLAS.*nowhere/);
    expect(useEngine({ engine: 'wasm' }).name).toBe('wasm');
  });

  it.each(['/nowhere/libopenblas.so', import.meta.filename, '/'])(
    'takes the next best one, aloud, where PSQE_OPENBLAS is %s',
    async (library) => {
      const told: string[] = [];
      const hear = (warning: Error) => void told.push(warning.message);
      process.on('warning', hear);
      process.env.PSQE_OPENBLAS = library;
      const { name, why } = useEngine();
      await setImmediate();
      process.off('warning', hear);
      expect(name).toBe('wasm');
      expect(why).toContain(`PSQE_OPENBLAS: cannot use ${library}: `);
      expect(told).toEqual([
        expect.stringMatching(/^PSQE_OPENBLAS: cannot use .*Name an OpenBLAS library, or unset it/s),
      ]);
      expect([...matmul(matrix(1, 2, Float32Array.of(1, 2)), matrix(2, 1, Float32Array.of(3, 4))).data]).toEqual([11]);
    },
  );

  it('names the remedy where tfjs-node does not load', () => {
    try {
      expect(useEngine({ engine: 'tensorflow' }).name).toBe('tensorflow');
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
      expect(String(error)).toMatch(/Install @tensorflow\/tfjs-node/);
    }
  });

  it('lets the process end by itself', () => {
    const script = `
      import { runnerImport } from 'vite';
      await runnerImport(process.argv[1], { configFile: false, logLevel: 'warn' });`;
    const fixture = new URL('fixture-exit.ts', import.meta.url).pathname;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script, fixture], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(JSON.parse(out.trim().split('\n').at(-1)!)).toMatchObject({ threads: 3, cell: 300 });
  });

  it('takes tfjs over before anything was chosen', () => {
    // tfjs picks the backend of the highest priority by itself; ours is above its own.
    expect(tf.engine().registryFactory.psqe!.priority).toBeGreaterThan(tf.engine().registryFactory.cpu!.priority);
  });

  it('keeps its memory: a thousand products take no more than one', () => {
    useEngine({ engine: enginesHere(['native', 'wasm'])[0] });
    const [a, b] = [table(200, 100, 1), table(100, 200, 2)];
    const once = () => tf.tidy(() => void tf.matMul(tf.tensor2d(a.data, [200, 100]), tf.tensor2d(b.data, [100, 200])));
    once();
    matmul(a, b);
    const { used, size } = heapOf();
    for (let i = 0; i < 1000; i++) {
      once();
      matmul(a, b);
    }
    expect(heapOf()).toEqual({ used, size });
  });
});

function heapOf(): { used: number; size: number } {
  const { heap } = (tf.backend() as unknown as { device: { heap: Heap } }).device;
  return { used: heap.used, size: heap.memory.buffer.byteLength };
}

describe('the heap', () => {
  it('hands out blocks that do not overlap, and joins what is freed', () => {
    const heap = new Heap();
    const r = random(1);
    const blocks = new Map<number, number>();
    for (let i = 0; i < 3000; i++) {
      if (blocks.size > 0 && r.uniform() < 0.5) {
        const address = [...blocks.keys()][r.integer(blocks.size)]!;
        heap.free(address);
        blocks.delete(address);
      } else {
        const bytes = r.uniform() < 0.5 ? r.integer(3000) : r.integer(400_000);
        const address = heap.allocate(bytes);
        expect(address % 64).toBe(0);
        blocks.set(address, bytes);
      }
    }
    const sorted = [...blocks].sort(([a], [b]) => a - b);
    sorted.forEach(([address, bytes], i) => {
      const next = sorted[i + 1]?.[0] ?? Number.POSITIVE_INFINITY;
      expect(address + bytes).toBeLessThanOrEqual(next);
    });
    for (const address of blocks.keys()) heap.free(address);
    expect(heap.used).toBe(0);
    const size = heap.memory.buffer.byteLength;
    // All large ranges have become one again.
    heap.free(heap.allocate(size / 4));
    expect(heap.memory.buffer.byteLength).toBe(size);
    expect(() => heap.free(123)).toThrow(/no block/);
  });

  it('says so when it is full', () => {
    expect(() => new Heap().allocate(5 * 2 ** 30)).toThrow(EngineError);
  });
});
