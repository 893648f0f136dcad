import { setImmediate } from 'node:timers/promises';
import { AbortedError } from './errors.js';
import { enterStage } from './profile.js';

/** One step of a long task: `done` of `total` units. The terminal's and the notebook's bars listen to the same events. */
export interface ProgressEvent {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  /** A short free text, e.g. the current loss. */
  readonly note?: string;
}

/** What every long-running verb takes besides its options. */
export interface Work {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
}

/** Throws {@link AbortedError} when the signal has fired. */
export function checkAborted(work: Work | undefined, task: string): void {
  if (work?.signal?.aborted) throw new AbortedError('stopped on request', task);
}

/**
 * Reports the steps of a task. Call the returned function after each step: it tells the listener, gives the event
 * loop a turn (so that interrupts, bars and heartbeats live) and throws {@link AbortedError} once the signal fired.
 */
export function steps(
  work: Work | undefined,
  task: string,
  total: number,
): (done: number, note?: string) => Promise<void> {
  enterStage(task);
  let last = performance.now();
  return async (done, note) => {
    work?.onProgress?.({ task, done, total, ...(note !== undefined && { note }) });
    if (performance.now() - last > 20 || done >= total) {
      await setImmediate();
      last = performance.now();
    }
    checkAborted(work, task);
  };
}
