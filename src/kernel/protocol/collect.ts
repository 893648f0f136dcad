import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Rest after which a collection disturbs nobody. */
const REST_MS = 1500;
/** Garbage after which there is a collection without a rest: many cells one after the other. */
const GARBAGE = 64 * 2 ** 20;

const used = (): number => getHeapStatistics().used_heap_size;

/**
 * TypeScript makes a few megabytes of garbage a cell, and V8 would let hundreds gather. When the thread has rested a
 * moment after work, or has made a lot, collect it, so that the memory of a long session stays flat.
 * @returns to be called whenever there is work
 */
export function collectAfterWork(): () => void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  let timer: NodeJS.Timeout | undefined;
  // The first check of a session makes what stays: only then is there a floor to count from.
  let floor = Number.POSITIVE_INFINITY;
  const collect = (): void => {
    gc();
    floor = used();
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(collect, used() > floor + GARBAGE ? 0 : REST_MS);
  };
}
