import { setImmediate } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { WorkerOptions } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../src/base/index.js';
import { matmul, matrix, random, useEngine } from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';

/** How the workers of the next threads are to end; undefined: not at all. */
const fate = vi.hoisted(() => ({ dies: undefined as 'during' | 'between' | undefined }));

vi.mock('node:worker_threads', async (original) => {
  const real = (await original()) as typeof import('node:worker_threads');
  class Worker extends real.Worker {
    constructor(file: string, options: WorkerOptions) {
      super(
        file,
        fate.dies === undefined ? options : { ...options, workerData: doomed(options.workerData, fate.dies) },
      );
    }
  }
  return { ...real, Worker };
});

/** The guard's orders with another program for the workers: one that ends. */
function doomed({ file, workers }: { file: string; workers: object[] }, dies: string) {
  const program = pathToFileURL(file).href;
  const other = fileURLToPath(new URL('dying-worker.mjs', import.meta.url));
  return { file: other, workers: workers.map((parts) => ({ ...parts, program, dies })) };
}

const r = random(1);
const [a, b] = [300, 400].map((rows) =>
  matrix(
    rows,
    300,
    Float32Array.from({ length: rows * 300 }, () => r.normal()),
  ),
) as [ReturnType<typeof matrix>, ReturnType<typeof matrix>];
const product = () => matmul(a, b, { transposeB: true }).data;

afterEach(() => {
  fate.dies = undefined;
});

describe.each(enginesHere(['native', 'wasm']))('a compute thread of the engine %s that ends', (engine) => {
  const whole = () => {
    useEngine({ engine, threads: 3 });
    return product();
  };

  it('during a job: an error that names the job, and the next one is done by new threads', () => {
    const before = whole();
    fate.dies = 'during';
    useEngine({ engine, threads: 3 });
    for (const _ of [1, 2]) expect(product()).toEqual(before);
    expect(product).toThrow(EngineError);
    fate.dies = undefined;
    for (const _ of [1, 2, 3, 4]) expect(product()).toEqual(before);
  });

  it('says which job, and what to do', () => {
    fate.dies = 'during';
    useEngine({ engine, threads: 3 });
    for (const _ of [1, 2]) product();
    expect(product).toThrow(
      /^compute threads: a compute thread ended during the job "gemm"\. Give the command again: .* started anew$/,
    );
  });

  it('between two jobs: said aloud, others take their places, and no result is lost', async () => {
    const before = whole();
    const told: string[] = [];
    const hear = (warning: Error) => void told.push(warning.message);
    process.on('warning', hear);
    fate.dies = 'between';
    useEngine({ engine, threads: 3 });
    for (const _ of [1, 2]) expect(product()).toEqual(before);
    // The third is whole or failed, as the end came before or after it was known; those after it are whole.
    try {
      expect(product()).toEqual(before);
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
    }
    fate.dies = undefined;
    const end = performance.now() + 10_000;
    while (told.length === 0 && performance.now() < end) {
      expect(product()).toEqual(before);
      await setImmediate();
    }
    process.off('warning', hear);
    expect(told).toEqual(['a compute thread has ended: all are started anew']);
  });
});
