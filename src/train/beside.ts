import { steps, type Work } from '../base/index.js';
import { takeRows, topK } from '../compute/index.js';
import type { AlignmentTask, Links, SeedSet } from '../graph/index.js';
import type { EmbeddedSides, ModelDefinition } from '../models/index.js';
import { embedUntrained, type NamedSides } from './untrained.js';

/** Seeds that are looked up: a sample of more of them says the same. */
const mostTried = 4096;

/**
 * The share of the seeds (of 4,096 of them, evenly taken) whose right end is the left end's nearest by cosine among all
 * right entities. Of a view that was made from these seeds it says how much it holds of them.
 */
export function seedsFoundAgain({ left, right }: EmbeddedSides, seeds: Links): number {
  const count = Math.min(seeds.left.length, mostTried);
  if (count === 0) return 0;
  const places = Array.from({ length: count }, (_, i) => Math.floor((i * seeds.left.length) / count));
  const ends = takeRows(
    left,
    Int32Array.from(places, (p) => seeds.left[p]!),
  );
  const { indices } = topK({ left: ends, right }, 1);
  return places.filter((p, i) => indices[i] === seeds.right[p]).length / count;
}

/**
 * What models without training make of the seeds, to stand beside an aligner.
 * @param o `least`: a view that finds a smaller share of its seeds again is left out, and `work` told of it
 */
export async function viewsBeside(
  task: AlignmentTask,
  seeds: SeedSet,
  models: readonly ModelDefinition[],
  o: { readonly seed: number; readonly least: number },
  work?: Work,
): Promise<NamedSides[]> {
  const views: NamedSides[] = [];
  for (const model of models) {
    const tell = steps(work, `beside: ${model.name}`, 1);
    await tell(0);
    const modelOptions = model.options.resolve(undefined);
    const view = embedUntrained(task, seeds, model, { modelOptions, seed: o.seed });
    const found = o.least > 0 ? seedsFoundAgain(view, seeds) : 1;
    const kept = found >= o.least;
    if (kept) views.push(under(model.name, view));
    await tell(1, kept ? '' : `left out, it finds ${(100 * found).toFixed(0)} % of its seeds again`);
  }
  return views;
}

/** A view's own blocks, where it has several, are told from the aligner's by its name. */
const under = (view: string, { blocks, ...sides }: NamedSides): NamedSides => ({
  ...sides,
  blocks: blocks.length === 1 ? blocks : blocks.map(({ name, width }) => ({ name: `${view} ${name}`, width })),
});
