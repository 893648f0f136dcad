import type { Matrix } from 'ml-matrix';
import type { Resolved } from '../../base/index.js';
import type { AlignmentTask, SeedSet } from '../../graph/index.js';
import { type Anchors, anchorsOf } from './anchors.js';
import { bySlots, type VariantSize } from './by-size.js';
import type { VariantClasses } from './classes.js';
import { assignByMap } from './difference-map.js';
import { centredRows, rowsOf, toUnitScale } from './differences.js';
import type { ClassPair } from './matched.js';
import type { VariantOptions } from './options.js';

/** For each pair of classes and left member the right member; undefined where no size has a common order. */
export interface Within {
  readonly partners: readonly (readonly number[])[] | undefined;
  readonly sizes: readonly VariantSize[];
}

/**
 * Partners within the pairs of classes: by the common order of their size where there is one, the others by the map of
 * differences that these teach.
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
  const fixed = new Map<number, readonly number[]>();
  const sizes: VariantSize[] = [];
  for (const numbers of placesBySize(pairs, o)) {
    const own = bySlots(
      {
        left: numbers.map((c) => left[c]!),
        right: numbers.map((c) => right[c]!),
        voted: numbers.map((c) => pairs[c]!.left.map((l) => pairs[c]!.right.indexOf(partner.get(l) ?? -1))),
        anchors,
      },
      o,
    );
    sizes.push(own.about);
    own.partners?.forEach((order, i) => {
      fixed.set(numbers[i]!, order);
    });
  }
  return { partners: fixed.size > 0 ? assignByMap(left, right, fixed) : undefined, sizes };
}

/** The places of the pairs of each size that is small and frequent enough for a common order. */
function placesBySize(pairs: readonly ClassPair[], o: Resolved<VariantOptions>): number[][] {
  return [...new Set(pairs.map(({ left }) => left.length))]
    .filter((size) => size >= 3 && size <= o.slots)
    .map((size) => [...pairs.keys()].filter((c) => pairs[c]!.left.length === size))
    .filter((places) => places.length >= o.least);
}

/** The differences within the classes, all of a graph at one scale, and what the anchors teach. */
function differences(
  task: AlignmentTask,
  classes: Record<'left' | 'right', VariantClasses>,
  pairs: readonly ClassPair[],
  seeds: SeedSet,
  o: Resolved<VariantOptions>,
): { left: readonly Matrix[]; right: readonly Matrix[]; anchors: Anchors | undefined } {
  const [tl, tr] = [task.left.features.get(o.modality)!, task.right.features.get(o.modality)!];
  const [rowLeft, rowRight] = [rowsOf(tl, o.seed), rowsOf(tr, o.seed)];
  const known = outside(classes, seeds).filter(([l, r]) => tl.known[l] && tr.known[r]);
  return {
    left: toUnitScale(pairs.map((pair) => centredRows(pair.left, rowLeft))),
    right: toUnitScale(pairs.map((pair) => centredRows(pair.right, rowRight))),
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
