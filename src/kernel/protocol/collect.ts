import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Rest after which a collection disturbs nobody. */
const REST_MS = 1500;
/** Garbage after which there is a collection without a rest: many cells one after the other. */
const GARBAGE = 48 * 2 ** 20;

/** The thread's heap: bytes in use, and a full collection. */
export interface Heap {
  used(): number;
  collect(): void;
}

function ownHeap(): Heap {
  setFlagsFromString('--expose-gc');
  return {
    used: () => getHeapStatistics().used_heap_size,
    collect: runInNewContext('gc') as () => void,
  };
}

export interface Collector {
  /** What stays is loaded now: garbage is counted from here. */
  loaded(): void;
  /** To be called whenever there is work. */
  worked(): void;
}

/**
 * TypeScript makes a few megabytes of garbage a cell, and V8 would let hundreds gather. When the thread has rested a
 * moment after work, or has made a lot, collect it, so that the memory of a long session stays flat.
 */
export function collectAfterWork({ used, collect }: Heap = ownHeap()): Collector {
  let timer: NodeJS.Timeout | undefined;
  // The first check of a session reads what stays, TypeScript's libraries: before it there is no floor to count from.
  let floor = Number.POSITIVE_INFINITY;
  const clean = (): void => {
    collect();
    floor = used();
  };
  return {
    loaded() {
      floor = Math.min(floor, used());
    },
    worked() {
      clearTimeout(timer);
      timer = setTimeout(clean, used() > floor + GARBAGE ? 0 : REST_MS);
    },
  };
}
