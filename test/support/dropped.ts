import { random, takeRows } from '../../src/compute/index.js';
import { AlignmentTask, GroundTruth, type Links, MultimodalGraph } from '../../src/graph/index.js';

/** Both graphs, the right one without a share of its entities, drawn at random, and the links that are left. */
export function withoutSome(
  { task, truth }: { readonly task: AlignmentTask; readonly truth: GroundTruth },
  share: number,
  seed: number,
): { task: AlignmentTask; truth: GroundTruth } {
  const { right } = task;
  const order = random(seed).fork('dropped entities').permutation(right.entityCount);
  const kept = order.slice(Math.round(share * right.entityCount)).sort();
  const place = new Int32Array(right.entityCount).fill(-1);
  kept.forEach((row, i) => {
    place[row] = i;
  });
  const links: Links = truth.links;
  const there = [...links.left.keys()].filter((i) => place[links.right[i]!]! >= 0);
  return {
    task: new AlignmentTask({ ...task, right: only(right, kept, place) }),
    truth: new GroundTruth({
      left: Int32Array.from(there, (i) => links.left[i]!),
      right: Int32Array.from(there, (i) => place[links.right[i]!]!),
    }),
  };
}

function only(graph: MultimodalGraph, kept: Int32Array, place: Int32Array): MultimodalGraph {
  const { head, relation, tail } = graph.triples;
  const inside = [...head.keys()].filter((t) => place[head[t]!]! >= 0 && place[tail[t]!]! >= 0);
  const pick = (list: readonly string[]) => Array.from(kept, (row) => list[row]!);
  return new MultimodalGraph({
    name: graph.name,
    ids: pick(graph.ids),
    labels: pick(graph.labels),
    names: graph.names && pick(graph.names),
    triples: {
      head: Int32Array.from(inside, (t) => place[head[t]!]!),
      relation: Int32Array.from(inside, (t) => relation[t]!),
      tail: Int32Array.from(inside, (t) => place[tail[t]!]!),
    },
    relationCount: graph.relationCount,
    features: new Map(
      [...graph.features].map(([name, { values, known }]) => [
        name,
        { values: takeRows(values, kept), known: Uint8Array.from(kept, (row) => known[row]!) },
      ]),
    ),
  });
}
