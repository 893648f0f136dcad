import type { Resolved, Work } from '../../base/index.js';
import type { AlignmentTask, Links, SeedSet } from '../../graph/index.js';
import { pairKey } from '../../match/index.js';
import { type VariantOptions, variantSeeds, withLinks } from '../../seeds/index.js';
import type { RowSets } from './settle.js';
import { toOrder } from './teachers.js';

/** Pairs whose variants are to be put in order. */
export interface ToPlace {
  readonly task: AlignmentTask;
  readonly pairs: Links;
  readonly links: Links | null;
  /** Words of the pairs that must not be. */
  readonly apart: ReadonlySet<string>;
  /** Whether an order was found before. */
  readonly ordered: boolean;
  /** Null: variants are not placed. */
  readonly options: Resolved<VariantOptions> | null;
  /** Entities in whose classes variants are put in order anew, where an order was found before; undefined: in all. */
  readonly touched: RowSets | undefined;
}

/** The pairs with variants in their order (see `variantSeeds`), decisions kept; and as they were before that. */
export async function placeAgain(
  { task, pairs, links, apart, ordered, options, touched }: ToPlace,
  work?: Work,
): Promise<SeedSet & { readonly unplaced: Links; readonly ordered: boolean }> {
  const all = { left: pairs.left, right: pairs.right, score: new Float32Array(pairs.left.length).fill(1) };
  const asTheyAre = { ...all, unplaced: pairs, ordered };
  const pictured = options && task.modalities.some(({ name, comparable }) => comparable && name === options.modality);
  if (!pictured || pairs.left.length === 0) return asTheyAre;
  const wanted = ordered && touched ? toOrder(task, pairs, touched, options) : undefined;
  const open = wanted ? only(all, (i) => wanted.has(i)) : all;
  const { seeds, sizes } = await variantSeeds(task, open, options, work);
  if (!sizes.some(({ margin = 0 }) => margin >= options.margin)) return asTheyAre;
  const rest = only(all, (i) => wanted !== undefined && !wanted.has(i));
  // Known links come first, and what touches one, or a pair that was placed, is left out.
  const placed = withLinks(task, withLinks(task, rest, seeds), links);
  const fits = only(placed, (i) => !apart.has(pairKey(placed.left[i]!, placed.right[i]!)));
  return { ...fits, unplaced: pairs, ordered: true };
}

const only = ({ left, right, score }: SeedSet, keep: (i: number) => boolean): SeedSet => ({
  left: left.filter((_, i) => keep(i)),
  right: right.filter((_, i) => keep(i)),
  score: score.filter((_, i) => keep(i)),
});
