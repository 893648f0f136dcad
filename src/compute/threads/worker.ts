// A worker thread: waits for a job's number to change, does its share, says so.
import { workerData } from 'node:worker_threads';
import { createContext, type Parts } from './context.js';
import { unpack } from './job.js';
import { control, jobNames, jobOf } from './jobs.js';
import { reportTo } from './report.js';

/** What a worker is told when it starts. */
export interface WorkerParts extends Parts {
  readonly words: Int32Array;
  readonly numbers: Float64Array;
  readonly text: Uint8Array;
  readonly thread: number;
  readonly threads: number;
  /** The jobs as the first thread knows them. */
  readonly jobs: readonly string[];
}

const parts = workerData as WorkerParts;
const { words, numbers, thread, threads } = parts;

function ready(): void {
  Atomics.add(words, control.ready, 1);
  Atomics.notify(words, control.ready);
}

/** The next round's number; looks a few microseconds before it sleeps, since jobs come in quick succession. */
function nextRound(round: number): number {
  for (let i = 0; i < 2000; i++) if (Atomics.load(words, control.round) !== round) break;
  while (Atomics.load(words, control.round) === round) Atomics.wait(words, control.round, round);
  return Atomics.load(words, control.round);
}

function serve(): void {
  if (parts.jobs.join() !== jobNames.join()) throw new Error('dist is older than the sources: run "npm run build"');
  const context = createContext(parts);
  // What the memory grew by while this thread was being told of it is not known here: a kernel's `memory.fill` would trap.
  parts.memory.grow(0);
  let round = 0;
  ready();
  for (;;) {
    round = nextRound(round);
    const number = Atomics.load(words, control.job);
    if (number < 0) return;
    try {
      const job = jobOf(jobNames[number]!);
      job.run(context, unpack(job, numbers), thread, threads);
    } catch (error) {
      reportTo(parts, error);
    }
    Atomics.add(words, control.done, 1);
    Atomics.notify(words, control.done);
  }
}

try {
  serve();
} catch (error) {
  reportTo(parts, error);
  // Wakes whoever waits for this thread to be ready.
  ready();
}
