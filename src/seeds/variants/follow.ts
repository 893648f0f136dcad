import type { Resolved } from '../../base/index.js';
import type { AlignmentTask, SeedSet } from '../../graph/index.js';
import { variantClasses } from './classes.js';
import { assignByMap } from './difference-map.js';
import { centredRows, rowsOf, toUnitScale } from './differences.js';
import { type ClassPair, matchedClasses } from './matched.js';
import type { VariantOptions } from './options.js';
import { withPartners } from './placed.js';

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
  const all = matchedClasses(variantClasses(task, 'left', o), variantClasses(task, 'right', o), seeds);
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
  const differences = (side: 'left' | 'right') => {
    const rowOf = rowsOf(task[side].features.get(o.modality)!, o.seed);
    return toUnitScale(pairs.map((pair) => centredRows(pair[side], rowOf)));
  };
  const fixed = new Map(teachers.map((pair, i) => [open.length + i, orderOf(pair)] as const));
  const partners = assignByMap(differences('left'), differences('right'), fixed);
  return withPartners(seeds, open, partners.slice(0, open.length), o.seed);
}

/** At most so many of a list, from all over it. */
const evenly = <T>(list: readonly T[], most: number): T[] => {
  const every = Math.max(1, Math.ceil(list.length / most));
  return list.filter((_, i) => i % every === 0);
};
