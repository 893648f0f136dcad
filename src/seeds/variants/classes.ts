import { hash, row } from '../../compute/index.js';
import type { AlignmentTask, FeatureTable, MultimodalGraph } from '../../graph/index.js';
import { has } from '../weights.js';

/** Rows of one graph's entities that only one modality tells apart, those that lack it among them. */
export type VariantClass = readonly number[];

/** The classes of one graph, and the class of each of its entities (-1: none). */
export interface VariantClasses {
  readonly classes: readonly VariantClass[];
  readonly classOf: Int32Array;
}

/**
 * Classes of variants: entities with the same triples (direction, relation, neighbour) and the same rows of every other
 * comparable modality (unit, to four digits), of which two at least have a known row of `modality`. What is known of nothing
 * but `modality` has no class: it is told apart by that alone, but from everything else too.
 * @param o most: larger classes are left out; seed: orders the members, so that no order of files does
 */
export function variantClasses(
  task: AlignmentTask,
  side: 'left' | 'right',
  o: { readonly modality: string; readonly most: number; readonly seed: number },
): VariantClasses {
  const graph = task[side];
  // Relation counts follow from the triples.
  const others = task.modalities
    .map((m) => m.name)
    .filter((name) => name !== o.modality && name !== 'relation' && has(task, name))
    .map((name) => graph.features.get(name)!);
  const { known } = graph.features.get(o.modality)!;
  const edges = edgesOf(graph).map((own) => own.sort().join());
  const alike = new Map<string, number>();
  for (const own of edges) alike.set(own, (alike.get(own) ?? 0) + 1);
  const groups = new Map<string, number[]>();
  for (let i = 0; i < graph.entityCount; i++) {
    const own = edges[i]!;
    // Rows are looked at only where triples are shared: most graphs have no variants, and should not pay for them.
    if (alike.get(own) === 1 || (own === '' && !others.some((table) => table.known[i]))) continue;
    const key = `${own}|${others.map((table) => rowKey(table, i)).join()}`;
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  const draw = (i: number) => hash(hash(o.seed, side.length), i);
  const classes = [...groups.values()]
    .filter((members) => members.length <= o.most && members.filter((i) => known[i]).length > 1)
    .map((members) => members.sort((a, b) => draw(a) - draw(b)));
  const classOf = new Int32Array(graph.entityCount).fill(-1);
  for (const [c, members] of classes.entries()) for (const i of members) classOf[i] = c;
  return { classes, classOf };
}

function edgesOf({ entityCount, triples }: MultimodalGraph): string[][] {
  const edges = Array.from({ length: entityCount }, (): string[] => []);
  triples.head.forEach((head, t) => {
    const tail = triples.tail[t]!;
    edges[head]!.push(`>${triples.relation[t]} ${tail}`);
    edges[tail]!.push(`<${triples.relation[t]} ${head}`);
  });
  return edges;
}

/** A short text that equal unit rows share. */
function rowKey({ values, known }: FeatureTable, i: number): string {
  if (!known[i]) return '-';
  const numbers = row(values, i);
  const length = Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0)) || 1;
  let key = '';
  numbers.forEach((x, j) => {
    const rounded = Math.round((x / length) * 1e4);
    if (rounded !== 0) key += `${j}:${rounded} `;
  });
  return key;
}
