import { matrix, row } from '../../src/compute/index.js';
import { AlignmentTask, type FeatureTable, MultimodalGraph } from '../../src/graph/index.js';
import { syntheticTask } from '../../src/synthetic/index.js';

/** How many of the first entities have a double in the next row. */
const doubles = 20;

/**
 * A planted pair full of ties: entities 2i and 2i + 1 of the first 40 have the same features in each graph, and whoever
 * lacks a picture has the mean of all pictures, as DBP15K's files have it.
 */
export function tiedTask(entities = 120): AlignmentTask {
  const { task } = syntheticTask({ entities, regions: 4, missing: 0.2, noise: 0.4, seed: 2 });
  const tied = (graph: MultimodalGraph) =>
    new MultimodalGraph({
      ...graph,
      features: new Map([...graph.features].map(([name, table]) => [name, withTies(table)])),
    });
  return new AlignmentTask({ ...task, left: tied(task.left), right: tied(task.right) });
}

function withTies({ values, known }: FeatureTable): FeatureTable {
  const out = matrix(values.rows, values.cols, values.data.slice());
  const there = [...known.keys()].filter((i) => known[i]);
  const mean = Float32Array.from({ length: out.cols }, (_, d) => {
    let sum = 0;
    for (const i of there) sum += values.data[i * out.cols + d]!;
    return sum / there.length;
  });
  known.forEach((k, i) => {
    if (!k) row(out, i).set(mean);
  });
  for (let i = 0; i < doubles; i++) row(out, 2 * i + 1).set(row(out, 2 * i));
  return { values: out, known: new Uint8Array(known.length).fill(1) };
}
