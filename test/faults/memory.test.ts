import { readdirSync } from 'node:fs';
import { join } from 'node:path';
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

/** What this process holds: tensors, bytes of the engine's shared memory that are in use, open files. */
function held() {
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

describe.each(enginesHere())('engine %s', (engine) => {
  test('nothing is left of a run, of a stopped one, of one that fails', async () => {
    useEngine({ engine, threads: 2 });
    // The first run loads what stays: kernels, modules, the cached weights of nothing else.
    await run(temporaryFolder());
    const before = held();
    await run(temporaryFolder());
    expect(held()).toEqual(before);

    const tasks: string[] = [];
    await run(temporaryFolder(), ({ task: of }) => {
      tasks.push(of);
    });
    for (const at of [3, 7, 11, 17].map((share) => Math.floor((share * tasks.length) / 20))) {
      let seen = 0;
      await expect(run(temporaryFolder(), () => seen++ === at)).rejects.toThrow(AbortedError);
      expect(held(), `stopped in ${tasks[at]}`).toEqual(before);
    }

    await expect(run('/dev/null')).rejects.toThrow();
    expect(held()).toEqual(before);
  });
});
