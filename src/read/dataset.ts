import { random, takeRows } from '../compute/index.js';
import {
  AlignmentTask,
  type FeatureTable,
  type GraphParts,
  GroundTruth,
  type Links,
  type Modality,
  MultimodalGraph,
} from '../graph/index.js';

/** What opening a folder gives: the task, and beside it, when the folder has links, the truth. */
export interface Dataset {
  readonly task: AlignmentTask;
  /** For evaluation only; undefined where the folder has no links. */
  readonly truth?: GroundTruth | undefined;
  /** The relations' names by number; undefined where files have numbers alone. */
  readonly relations?: readonly string[] | undefined;
  /** What was understood, left out or unused, a sentence each. */
  readonly notes: readonly string[];
}

/** Two graphs in the order of their files. */
export interface FilePair {
  readonly name: string;
  readonly left: GraphParts;
  readonly right: GraphParts;
  readonly modalities: readonly Modality[];
  readonly links?: Links | undefined;
  /** The relations' names by number. */
  readonly relations?: readonly string[] | undefined;
  /** What was understood, left out or unused, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Makes the task, each graph's rows in an order drawn from the seed: in published files true partners stand in the same
 * order, and a method that ties would otherwise read the answers off it. Ids stay with their entities.
 */
export function shuffledDataset(pair: FilePair, seed: number): Dataset {
  const sides = (['left', 'right'] as const).map((side) => {
    const order = random(seed).fork(`rows of the ${side} graph`).permutation(pair[side].ids.length);
    const place = new Int32Array(order.length);
    order.forEach((from, to) => {
      place[from] = to;
    });
    return { graph: new MultimodalGraph(reorder(pair[side], order, place)), place };
  });
  const [left, right] = sides as [(typeof sides)[0], (typeof sides)[0]];
  const task = new AlignmentTask({
    name: pair.name,
    left: left.graph,
    right: right.graph,
    modalities: pair.modalities,
  });
  const { notes, relations } = pair;
  if (!pair.links) return { task, relations, notes };
  const links = {
    left: pair.links.left.map((row) => left.place[row]!),
    right: pair.links.right.map((row) => right.place[row]!),
  };
  return { task, truth: new GroundTruth(links), relations, notes };
}

function reorder(parts: GraphParts, order: Int32Array, place: Int32Array): GraphParts {
  const pick = <T>(list: readonly T[]) => Array.from(order, (from) => list[from]!);
  const table = ({ values, known }: FeatureTable): FeatureTable => ({
    values: takeRows(values, order),
    known: Uint8Array.from(order, (from) => known[from]!),
  });
  return {
    ...parts,
    ids: pick(parts.ids),
    labels: parts.labels && pick(parts.labels),
    names: parts.names && pick(parts.names),
    literals: parts.literals && { ...parts.literals, entity: parts.literals.entity.map((row) => place[row]!) },
    pictures: parts.pictures && pick(parts.pictures),
    facets: parts.facets && new Map([...parts.facets].map(([name, list]) => [name, pick(list)])),
    triples: {
      relation: parts.triples.relation,
      head: parts.triples.head.map((row) => place[row]!),
      tail: parts.triples.tail.map((row) => place[row]!),
    },
    features: new Map([...parts.features].map(([name, t]) => [name, table(t)])),
  };
}
