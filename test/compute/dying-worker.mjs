// A worker of the package that ends: thread 2, after the third job that it did its part of, or in the middle of it.
import { workerData } from 'node:worker_threads';

const { thread, dies, program } = workerData;
const add = Atomics.add;
let parts = 0;
/** @type {any} */ (Atomics).add = (/** @type {any} */ words, /** @type {number} */ place, /** @type {any} */ value) => {
  // Place 1 counts who has done its part.
  if (place !== 1 || thread !== 2 || ++parts !== 3) return add(words, place, value);
  if (dies === 'between') add(words, place, value);
  // In a worker this ends the thread alone.
  return process.exit(7);
};
await import(program);
