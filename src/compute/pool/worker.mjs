// A thread of the pool: waits for a job's number to change, does its share, says so.
import { workerData } from 'node:worker_threads';
import { createContext } from './context.mjs';
import { control, jobByNumber } from './jobs.mjs';

/** @type {{ words: Int32Array, numbers: Float64Array, text: Uint8Array, thread: number, threads: number }} */
const { words, numbers, text, thread, threads } = workerData;

/** @param {unknown} error */
function report(error) {
  const message = new TextEncoder().encode(error instanceof Error ? (error.stack ?? error.message) : String(error));
  text.set(message.subarray(0, text.length));
  Atomics.store(words, control.failed, Math.min(message.length, text.length));
}

/** The next round's number; looks a few microseconds before it sleeps, since jobs come in quick succession. */
function nextRound(/** @type {number} */ round) {
  for (let i = 0; i < 2000; i++) if (Atomics.load(words, control.round) !== round) break;
  while (Atomics.load(words, control.round) === round) Atomics.wait(words, control.round, round);
  return Atomics.load(words, control.round);
}

function serve() {
  const context = createContext(workerData);
  let round = 0;
  Atomics.add(words, control.ready, 1);
  Atomics.notify(words, control.ready);
  for (;;) {
    round = nextRound(round);
    const job = Atomics.load(words, control.job);
    if (job < 0) return;
    try {
      jobByNumber(job)(context, Array.from(numbers.subarray(0, Atomics.load(words, control.count))), thread, threads);
    } catch (error) {
      report(error);
    }
    Atomics.add(words, control.done, 1);
    Atomics.notify(words, control.done);
  }
}

try {
  serve();
} catch (error) {
  report(error);
  // Wakes whoever waits for this thread to be ready.
  Atomics.add(words, control.ready, 1);
  Atomics.notify(words, control.ready);
}
