import type { Resolved, Work } from '../../base/index.js';
import type { AlignmentTask, Links, SeedSet } from '../../graph/index.js';
import { pairKey } from '../../match/index.js';
import { followVariants, type VariantOptions, variantSeeds, withLinks } from '../../seeds/index.js';
import type { RowSets } from './settle.js';

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
  const followed = ordered && touched ? followVariants(task, all, touched, options) : undefined;
  const seeds = followed ?? (await orderedAnew(task, all, options, work));
  if (!seeds) return asTheyAre;
  // Known links come first, and what touches one is left out.
  const placed = withLinks(task, seeds, links);
  return {
    ...only(placed, (i) => !apart.has(pairKey(placed.left[i]!, placed.right[i]!))),
    unplaced: pairs,
    ordered: true,
  };
}

/** The pairs in an order that is looked for anew; undefined where none is sure enough. */
async function orderedAnew(task: AlignmentTask, all: SeedSet, o: Resolved<VariantOptions>, work?: Work) {
  const { seeds, sizes } = await variantSeeds(task, all, o, work);
  return sizes.some(({ margin = 0 }) => margin >= o.margin) ? seeds : undefined;
}

const only = ({ left, right, score }: SeedSet, keep: (i: number) => boolean): SeedSet => ({
  left: left.filter((_, i) => keep(i)),
  right: right.filter((_, i) => keep(i)),
  score: score.filter((_, i) => keep(i)),
});
