import { centred, stackRows } from '../compute/index.js';
import { entityRegions, fuse, fuseOptions, whiten } from '../features/index.js';
import type { AlignmentTask, GroundTruth, MultimodalGraph, SeedSet } from '../graph/index.js';

/** One graph's entities on the plane, by row. */
export interface MapSide {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Which of the map's groups each entity is of. */
  readonly group: readonly number[];
}

/** One seed set on the map. */
export interface MapSet {
  /** Its ends, rows of the left and of the right graph. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Whether a pair is true (undefined without truth). */
  readonly correct?: readonly boolean[];
  /** By group: how many of the seeds have their left end in it. */
  readonly inGroup: readonly number[];
}

/** Share of true pairs in a set, 0 without any pair; undefined without truth. */
export const mapPrecision = ({ correct }: MapSet): number | undefined =>
  correct && correct.filter(Boolean).length / Math.max(1, correct.length);

/** Both graphs' entities on one plane, and which of them are seeds. */
export interface SeedMap {
  /**
   * Coordinates: where an entity stands (0 … 1) among those of both graphs along the first two principal components of the
   * fused features. Ranks give every entity the same room: evenly spread seeds fill the map, crowds stand out, and a few
   * far ones (flags) do not press the rest together.
   */
  readonly left: MapSide;
  readonly right: MapSide;
  /** What the groups are called: toned emoji and the others where the task knows kinds, else clusters of alike entities. */
  readonly groups: readonly string[];
  /** Whether the groups come from the task's own facets. */
  readonly named: boolean;
  readonly sets: ReadonlyMap<string, MapSet>;
}

/** Lays both graphs' entities out on a plane by their fused features, for a figure of where seeds fall. */
export function seedMap(
  task: AlignmentTask,
  seeds: ReadonlyMap<string, { readonly seeds: SeedSet }>,
  truth: GroundTruth | undefined,
): SeedMap {
  const { left, right, groups, named } = mapGroups(task);
  const plane = planeOf(task);
  const partner = truth?.rightOf(task.left.entityCount);
  const sets = [...seeds].map(([name, { seeds: pairs }]): [string, MapSet] => {
    const inGroup = groups.map(() => 0);
    for (const row of pairs.left) inGroup[left[row]!]!++;
    const correct = partner && Array.from(pairs.left, (row, i) => partner[row] === pairs.right[i]);
    return [name, { left: [...pairs.left], right: [...pairs.right], inGroup, ...(correct && { correct }) }];
  });
  return {
    left: { ...plane.left, group: left },
    right: { ...plane.right, group: right },
    groups,
    named,
    sets: new Map(sets),
  };
}

/** Skin-toned emoji against everything else where the task knows kinds: alike to the last detail, they draw seeds in crowds. */
function mapGroups(task: AlignmentTask) {
  const kinds = [task.left, task.right].map((graph: MultimodalGraph) => graph.facets.get('kind'));
  if (kinds.every((kind) => kind?.includes('toned'))) {
    const [left, right] = kinds.map((kind) => kind!.map((value) => (value === 'toned' ? 0 : 1)));
    return { left: left!, right: right!, groups: ['skin-toned emoji', 'other entities'], named: true };
  }
  const { left, right, count } = entityRegions(task);
  const groups = Array.from({ length: count }, (_, c) => `cluster ${c + 1}`);
  return { left: [...left], right: [...right], groups, named: false };
}

/** The plane that shows most of how entities differ, with the same axes for both graphs; ties in order of row. */
function planeOf(task: AlignmentTask) {
  const { left, right } = fuse(task, fuseOptions.defaults);
  const joint = centred(stackRows(left, right));
  const { data } = whiten(joint, new Uint8Array(joint.rows).fill(1), { dimensions: 2, whitening: 0 });
  const [x, y] = [0, 1].map((d) => ranks(Float32Array.from({ length: joint.rows }, (_, i) => data[2 * i + d]!)));
  const side = (first: number, rows: number) => ({
    x: x!.slice(first, first + rows),
    y: y!.slice(first, first + rows),
  });
  return { left: side(0, left.rows), right: side(left.rows, right.rows) };
}

/** Each value's place among all, 0 … 1. */
function ranks(values: Float32Array): number[] {
  const place = new Array<number>(values.length);
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
  order.forEach((row, rank) => {
    place[row] = Number((rank / Math.max(1, values.length - 1)).toFixed(4));
  });
  return place;
}
