import { type Random, random, takeRows } from '../../src/compute/index.js';
import { AlignmentTask, GroundTruth, type Links, MultimodalGraph } from '../../src/graph/index.js';

interface Whole {
  readonly task: AlignmentTask;
  readonly truth: GroundTruth;
}

/** Both graphs, the right one without a share of its entities, drawn at random, and the links that are left. */
export function withoutSome({ task, truth }: Whole, share: number, seed: number): Whole {
  const right = dropped(task.right, share, random(seed).fork('dropped entities'));
  const left = { graph: task.left, place: Int32Array.from({ length: task.left.entityCount }, (_, i) => i) };
  return pairOf(task, truth, left, right);
}

/** Both graphs without a share of their entities, drawn at random in each, and the links that are left. */
export function withoutBoth({ task, truth }: Whole, share: number, seed: number): Whole {
  const draw = random(seed).fork('dropped on both sides');
  const left = dropped(task.left, share, draw.fork('left'));
  return pairOf(task, truth, left, dropped(task.right, share, draw.fork('right')));
}

/** A graph that is left, and where each entity stands in it, -1: nowhere. */
interface Rest {
  readonly graph: MultimodalGraph;
  readonly place: Int32Array;
}

function dropped(graph: MultimodalGraph, share: number, draw: Random): Rest {
  const kept = draw
    .permutation(graph.entityCount)
    .slice(Math.round(share * graph.entityCount))
    .sort();
  const place = new Int32Array(graph.entityCount).fill(-1);
  kept.forEach((row, i) => {
    place[row] = i;
  });
  return { graph: only(graph, kept, place), place };
}

function pairOf(task: AlignmentTask, truth: GroundTruth, left: Rest, right: Rest): Whole {
  const links: Links = truth.links;
  const there = [...links.left.keys()].filter(
    (i) => left.place[links.left[i]!]! >= 0 && right.place[links.right[i]!]! >= 0,
  );
  return {
    task: new AlignmentTask({ ...task, left: left.graph, right: right.graph }),
    truth: new GroundTruth({
      left: Int32Array.from(there, (i) => left.place[links.left[i]!]!),
      right: Int32Array.from(there, (i) => right.place[links.right[i]!]!),
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
