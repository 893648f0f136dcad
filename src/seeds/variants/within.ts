import type { Resolved } from '../../base/index.js';
import type { AlignmentTask, SeedSet } from '../../graph/index.js';
import { type Anchors, anchorsOf } from './anchors.js';
import { bySlots, type OrderedPair, type VariantSize } from './by-size.js';
import type { VariantClasses } from './classes.js';
import { assignByMap } from './difference-map.js';
import { type ClassRows, classRows, rowsOf } from './differences.js';
import type { ClassPair } from './matched.js';
import type { VariantOptions } from './options.js';

/** Which pairs of classes are placed, and for each of their left members the right member, -1: none. */
export interface Within {
  readonly placed: readonly { readonly pair: ClassPair; readonly partners: readonly number[] }[];
  readonly sizes: readonly VariantSize[];
}

/**
 * Partners within the pairs of classes: by the common order of their size where there is one, the others by the map of
 * differences that these teach. Of these, classes in which members lack the modality are not placed.
 */
export function partnersWithin(
  task: AlignmentTask,
  classes: Record<'left' | 'right', VariantClasses>,
  pairs: readonly ClassPair[],
  seeds: SeedSet,
  o: Resolved<VariantOptions>,
): Within {
  const { left, right, anchors } = differences(task, classes, pairs, seeds, o);
  const partner = new Map(Array.from(seeds.left, (l, p) => [l, seeds.right[p]!]));
  const isWhole = (c: number) => [left, right].every((side) => side[c]!.which.length === pairs[c]!.left.length);
  const fixed = new Map<number, OrderedPair>();
  const sizes: VariantSize[] = [];
  for (const numbers of placesBySize(pairs, isWhole, o)) {
    const own = bySlots(
      {
        size: pairs[numbers[0]!]!.left.length,
        left: numbers.map((c) => left[c]!),
        right: numbers.map((c) => right[c]!),
        voted: numbers.map((c) => pairs[c]!.left.map((l) => pairs[c]!.right.indexOf(partner.get(l) ?? -1))),
        anchors,
      },
      o,
    );
    sizes.push(own.about);
    own.pairs?.forEach((order, i) => {
      fixed.set(numbers[i]!, order);
    });
  }
  const open = fixed.size > 0 ? [...pairs.keys()].filter((c) => !fixed.has(c) && isWhole(c)) : [];
  const rows = (side: readonly ClassRows[]) => open.map((c) => side[c]!.rows);
  const given = [...fixed.values()].flatMap((order) => order.rows ?? []);
  const follow = assignByMap(rows(left), rows(right), given);
  const partners = new Map(open.map((c, i) => [c, follow[i]!]));
  const placed = pairs.flatMap((pair, c) => {
    const own = fixed.get(c)?.partners ?? partners.get(c);
    return own ? [{ pair, partners: own }] : [];
  });
  return { placed, sizes };
}

/** The places of the pairs of each size that is small enough for a common order, and has enough pairs without gaps. */
function placesBySize(pairs: readonly ClassPair[], isWhole: (c: number) => boolean, o: Resolved<VariantOptions>) {
  return [...new Set(pairs.map(({ left }) => left.length))]
    .filter((size) => size >= 3 && size <= o.slots)
    .map((size) => [...pairs.keys()].filter((c) => pairs[c]!.left.length === size))
    .filter((places) => places.filter(isWhole).length >= o.least);
}

/** The differences within the classes, all of a graph at one scale, and what the anchors teach. */
function differences(
  task: AlignmentTask,
  classes: Record<'left' | 'right', VariantClasses>,
  pairs: readonly ClassPair[],
  seeds: SeedSet,
  o: Resolved<VariantOptions>,
): { left: readonly ClassRows[]; right: readonly ClassRows[]; anchors: Anchors | undefined } {
  const [tl, tr] = [task.left.features.get(o.modality)!, task.right.features.get(o.modality)!];
  const [rowLeft, rowRight] = [rowsOf(tl, o.seed), rowsOf(tr, o.seed)];
  const known = outside(classes, seeds).filter(([l, r]) => tl.known[l] && tr.known[r]);
  const sides = (side: 'left' | 'right') => pairs.map((pair) => pair[side]);
  return {
    left: classRows(sides('left'), tl, rowLeft),
    right: classRows(sides('right'), tr, rowRight),
    anchors: anchorsOf(
      known.map(([l]) => rowLeft(l)),
      known.map(([, r]) => rowRight(r)),
    ),
  };
}

/** Seeds with no end in a class. */
function outside({ left, right }: Record<'left' | 'right', VariantClasses>, seeds: SeedSet): [number, number][] {
  const all = Array.from(seeds.left, (l, p): [number, number] => [l, seeds.right[p]!]);
  return all.filter(([l, r]) => left.classOf[l]! < 0 && right.classOf[r]! < 0);
}
