import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Rest after which a collection disturbs nobody. */
const REST_MS = 1500;

/**
 * TypeScript makes a few megabytes of garbage a cell, and V8 would let hundreds gather. When the thread has rested a
 * moment after work, collect it, so that the memory of a long session stays flat.
 * @returns to be called whenever there is work
 */
export function collectAfterWork(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(collect, REST_MS);
  };
}
