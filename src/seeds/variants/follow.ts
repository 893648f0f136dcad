import type { Resolved } from '../../base/index.js';
import type { AlignmentTask, SeedSet } from '../../graph/index.js';
import { variantClasses } from './classes.js';
import { assignByMap } from './difference-map.js';
import { classRows, rowsOf } from './differences.js';
import { type ClassPair, matchedClasses } from './matched.js';
import type { VariantOptions } from './options.js';
import { withPartners } from './placed.js';
import { inOrder } from './slots.js';

/** Most pairs of classes that teach: more say nothing new. */
const mostTeachers = 200;

/**
 * Puts variants in order inside the classes that have a touched entity, as the other classes, which are in order, show it:
 * by a map of differences learned from them. No order is looked for, which is what takes long in `variantSeeds`.
 * @param touched rows of entities that are new or have changed
 * @returns undefined where fewer than `least` classes of both graphs can teach
 */
export function followVariants(
  task: AlignmentTask,
  seeds: SeedSet,
  touched: Readonly<Record<'left' | 'right', ReadonlySet<number>>>,
  o: Resolved<VariantOptions>,
): SeedSet | undefined {
  const has = (side: 'left' | 'right', row: number) => task[side].features.get(o.modality)!.known[row];
  // Without all of their pictures classes need an order to be placed.
  const all = matchedClasses(variantClasses(task, 'left', o), variantClasses(task, 'right', o), seeds).filter(
    ({ left, right }) => left.every((row) => has('left', row)) && right.every((row) => has('right', row)),
  );
  const isOpen = ({ left, right }: ClassPair) =>
    left.some((row) => touched.left.has(row)) || right.some((row) => touched.right.has(row));
  const open = all.filter(isOpen);
  if (open.length === 0) return seeds;
  const partner = new Map(Array.from(seeds.left, (l, p) => [l, seeds.right[p]!]));
  const orderOf = ({ left, right }: ClassPair) => left.map((l) => right.indexOf(partner.get(l) ?? -1));
  const teachers = evenly(
    all.filter((pair) => !isOpen(pair) && orderOf(pair).every((at) => at >= 0)),
    mostTeachers,
  );
  if (teachers.length < o.least) return undefined;
  const pairs = [...open, ...teachers];
  const rows = (side: 'left' | 'right') => {
    const table = task[side].features.get(o.modality)!;
    const made = classRows(
      pairs.map((pair) => pair[side]),
      table,
      rowsOf(table, o.seed),
    );
    return made.map((of) => of.rows);
  };
  const [left, right] = [rows('left'), rows('right')];
  const given = teachers.map((pair, i) => {
    const at = open.length + i;
    return { left: left[at]!, right: inOrder(right[at]!, orderOf(pair)) };
  });
  const partners = assignByMap(left.slice(0, open.length), right.slice(0, open.length), given);
  return withPartners(
    seeds,
    open.map((pair, i) => ({ pair, partners: partners[i]! })),
    o.seed,
  );
}

/** At most so many of a list, from all over it. */
const evenly = <T>(list: readonly T[], most: number): T[] => {
  const every = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, i) => i % every === 0);
};
