import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { AbortedError, type ProgressEvent } from '../../src/base/index.js';
import { currentDevice, useEngine } from '../../src/compute/index.js';
import { compareSeeds, keyOf, openRun } from '../../src/study/index.js';
import { temporaryFolder } from '../read/folders.js';
import { enginesHere } from '../support/engines.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask(40);
const options = { k: 12, epochs: 3, sources: ['pivot', 'psqe'], psqe: { refine: { epochs: 3 } } };

/** Whatever is collected late is collected by then, milliseconds. */
const timeout = 10_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What this process holds: tensors, bytes of the engine's shared memory that are in use, open files. */
async function held() {
  // Patterns of sparse matrices leave the shared memory when nobody knows them any more.
  collect();
  await setImmediate();
  const { numTensors, numBytes } = tf.memory();
  const files = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
  return { numTensors, numBytes, heap: currentDevice()?.heap.used ?? 0, files };
}

async function run(folder: string, stopAt?: (event: ProgressEvent) => unknown): Promise<void> {
  const stop = new AbortController();
  const onProgress = (event: ProgressEvent) => void (stopAt?.(event) && stop.abort());
  const store = openRun(join(folder, 'runs'), { request: {}, made: keyOf({ task, truth, options, code: 'c' }) });
  await compareSeeds({ task, truth, store }, options, { signal: stop.signal, onProgress });
}

describe.each(enginesHere(['native', 'wasm']))('engine %s', (engine) => {
  test('nothing is left of a run, of a stopped one, of one that fails', async () => {
    useEngine({ engine, threads: 2 });
    // The first run loads what stays: kernels and modules.
    await run(temporaryFolder());
    const before = await held();
    await run(temporaryFolder());
    await expect.poll(held, { timeout }).toEqual(before);

    const tasks: string[] = [];
    await run(temporaryFolder(), ({ task: of }) => {
      tasks.push(of);
    });
    for (const at of [3, 7, 11, 17].map((share) => Math.floor((share * tasks.length) / 20))) {
      let seen = 0;
      await expect(run(temporaryFolder(), () => seen++ === at)).rejects.toThrow(AbortedError);
      await expect.poll(held, { message: `stopped in ${tasks[at]}`, timeout }).toEqual(before);
    }

    await expect(run('/dev/null')).rejects.toThrow();
    await expect.poll(held, { timeout }).toEqual(before);
  });
});
