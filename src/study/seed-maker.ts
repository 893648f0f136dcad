import type { Work } from '../base/index.js';
import type { AlignmentTask } from '../graph/index.js';
import { type MadeSeeds, seedSource } from '../seeds/index.js';

/** A source's options; the random seed is always given. */
export type SourceSettings = Readonly<Record<string, unknown>> & { readonly seed: number };

/**
 * Makes seeds by the name of their source, each set once: what was made with a random seed is kept until another one is
 * asked for, what a source makes on the way too.
 */
export function seedMaker(
  task: AlignmentTask,
): (source: string, options: SourceSettings, work?: Work) => Promise<MadeSeeds> {
  let current: number | undefined;
  const kept = new Map<string, MadeSeeds>();
  return async (source, options, work) => {
    if (options.seed !== current) kept.clear();
    current = options.seed;
    const key = (name: string) => `${name} ${JSON.stringify(options)}`;
    const found = kept.get(key(source));
    if (found) return found;
    const { parts = {}, ...made } = await seedSource(source).make(task, options, work);
    for (const [name, set] of Object.entries({ ...parts, [source]: made })) kept.set(key(name), set);
    return made;
  };
}
