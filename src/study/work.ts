import type { Work } from '../base/index.js';

/** The same work with `name` before the name of each of its tasks, so that a bar says whose step it shows. */
export function named(work: Work | undefined, name: string): Work {
  const { signal, onProgress } = work ?? {};
  return { signal, onProgress: (event) => onProgress?.({ ...event, task: `${name}: ${event.task}` }) };
}
