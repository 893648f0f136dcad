// A thread that starts the workers and watches them. Who computes cannot: while it waits for them it hears no event, and
// would wait for ever for one that has ended.
import { Worker, workerData } from 'node:worker_threads';
import { control } from './jobs.js';
import { reportTo } from './report.js';
import type { WorkerParts } from './worker.js';

/** What the guard is told. */
export interface GuardParts {
  /** The workers' program. */
  readonly file: string;
  readonly workers: readonly WorkerParts[];
}

const { file, workers } = workerData as GuardParts;

for (const parts of workers) {
  const { words } = parts;
  const worker = new Worker(file, { workerData: parts, execArgv: [], env: {} });
  worker.on('error', (error) => reportTo(parts, error));
  worker.on('exit', () => {
    Atomics.add(words, control.ended, 1);
    // Wakes whoever waits for its part, or for it to be ready.
    for (const word of [control.done, control.ready]) Atomics.notify(words, word);
  });
}
