import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Heap that may gather between two collections. */
const GROWTH = 48 * 2 ** 20;
const EVERY_MS = 2000;

/**
 * TypeScript makes a few megabytes of garbage a cell, and V8 would let hundreds gather. While the thread has nothing
 * else to do, collect it, so that the memory of a long session stays flat.
 */
export function collectWhenIdle(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let settled = 0;
  setInterval(() => {
    const { heapUsed } = process.memoryUsage();
    if (heapUsed - settled < GROWTH) return;
    collect();
    settled = process.memoryUsage().heapUsed;
  }, EVERY_MS);
}
