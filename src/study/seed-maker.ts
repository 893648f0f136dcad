import type { Work } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { type MadeSeeds, seedSource } from '../seeds/index.js';

/** A source's options; the random seed is always given. */
export type SourceSettings = Readonly<Record<string, unknown>> & { readonly seed: number };

/** Seeds, and the processor seconds that they took. */
export type TimedSeeds = MadeSeeds & { readonly cpu: number };

/** Processor seconds since `process.cpuUsage()`. */
export function processorSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/**
 * Makes seeds by the name of their source, each set once: what was made with a random seed is kept until another one is
 * asked for, what a source makes on the way too.
 */
export function seedMaker(
  task: AlignmentTask,
): (source: string, options: SourceSettings, work?: Work) => Promise<TimedSeeds> {
  let current: number | undefined;
  const kept = new Map<string, TimedSeeds>();
  return async (source, options, work) => {
    if (options.seed !== current) kept.clear();
    current = options.seed;
    const key = (name: string) => `${name} ${JSON.stringify(options)}`;
    const found = kept.get(key(source));
    if (found) return found;
    const start = process.cpuUsage();
    const { parts = {}, ...made } = await seedSource(source).make(task, options, work);
    const cpu = processorSeconds(start);
    // A part's share of the time goes by the clock.
    for (const [name, set] of Object.entries({ ...parts, [source]: made }))
      kept.set(key(name), { ...set, cpu: (cpu * set.seconds) / Math.max(made.seconds, 1e-3) });
    return kept.get(key(source))!;
  };
}
