import { type Resolved, steps, type Work } from '../../base/index.js';
import { type AlignmentTask, checkSeeds, type SeedSet } from '../../graph/index.js';
import { type SeedResult, secondsSince } from '../stage.js';
import { has } from '../weights.js';
import type { VariantSize } from './by-size.js';
import { variantClasses } from './classes.js';
import { matchedClasses } from './matched.js';
import { resolveVariants, type VariantOptions } from './options.js';
import { withPartners } from './placed.js';
import { partnersWithin } from './within.js';

/** The seeds, and what was found of variants. */
export interface VariantResult extends SeedResult<VariantOptions> {
  /** Classes of each graph, those matched across the graphs, and the entities of one graph in the latter. */
  readonly found: {
    readonly left: number;
    readonly right: number;
    readonly matched: number;
    readonly entities: number;
  };
  readonly sizes: readonly VariantSize[];
}

/**
 * Puts seeds right inside classes of variants: entities of one graph that a single modality tells apart (the same
 * attributes and triples: colours of a product, skin tones, editions). Looks mislead there, since each graph has its own
 * way to show the same variant, but how members differ is alike in all classes of a graph, and the seeds say which class
 * is which. In each graph the members of all classes of a size are brought into a common order; one order across the
 * graphs is then chosen for all of them at once, from far more evidence than one class has. Once one size has its order,
 * classes of the others follow by a linear map of the differences. Members that lack the modality take the slot that is
 * left; where several are, they have no seed. Classes without an equally large partner keep their seeds, and so do
 * classes in which members lack the modality and whose size has no order of its own; where no size has an order that is sure enough, where there are no such classes or no such modality, all stay.
 *
 * A pair inside a class scores what the seeds of that class scored in the mean.
 * @throws {InputError} for seeds that do not fit the task, {@link OptionError} for an unknown modality
 */
export async function variantSeeds(
  task: AlignmentTask,
  seeds: SeedSet,
  options?: VariantOptions,
  work?: Work,
): Promise<VariantResult> {
  checkSeeds(seeds, task);
  return placeVariants(task, seeds, resolveVariants(task, options), work);
}

const none = { left: 0, right: 0, matched: 0, entities: 0 };

/** {@link variantSeeds} with options that are checked. */
export async function placeVariants(
  task: AlignmentTask,
  seeds: SeedSet,
  o: Resolved<VariantOptions>,
  work?: Work,
): Promise<VariantResult> {
  const start = performance.now();
  const done = (more: Partial<VariantResult> = {}): VariantResult => ({
    ...{ seeds, found: none, sizes: [], options: o },
    ...more,
    seconds: secondsSince(start),
  });
  if (!has(task, o.modality)) return done();
  const tell = steps(work, 'variants', 1);
  await tell(0);
  const sides = { left: variantClasses(task, 'left', o), right: variantClasses(task, 'right', o) };
  const pairs = matchedClasses(sides.left, sides.right, seeds);
  const found = {
    left: sides.left.classes.length,
    right: sides.right.classes.length,
    matched: pairs.length,
    entities: pairs.reduce((sum, { left }) => sum + left.length, 0),
  };
  const { placed, sizes } = partnersWithin(task, sides, pairs, seeds, o);
  await tell(1, `${found.matched} classes`);
  return done({ seeds: placed.length > 0 ? withPartners(seeds, placed, o.seed) : seeds, found, sizes });
}
