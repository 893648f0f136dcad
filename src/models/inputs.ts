import { type Csr, type Random, stackRows } from '../compute/index.js';
import { type AlignmentTask, type FeatureTable, jointAdjacency } from '../graph/index.js';

/** What a model is built on: both graphs in one row numbering, the left graph's entities first. */
export interface ModelInputs {
  readonly leftCount: number;
  /** Entities of both graphs. */
  readonly entityCount: number;
  /** entityCount²: weighted by triples, self-loops, symmetrically normalised (method §4). */
  readonly adjacency: Csr;
  /** Joint rows by modality. */
  readonly features: ReadonlyMap<string, FeatureTable>;
}

/** Both graphs' features and edges in joint rows. */
export function modelInputs(task: AlignmentTask): ModelInputs {
  const { left, right } = task;
  const features = new Map<string, FeatureTable>();
  for (const { name } of task.modalities) {
    // The task has checked that both sides have the table, equally wide.
    const a = left.features.get(name)!;
    const b = right.features.get(name)!;
    const known = new Uint8Array(a.known.length + b.known.length);
    known.set(a.known);
    known.set(b.known, a.known.length);
    features.set(name, { values: stackRows(a.values, b.values), known });
  }
  return {
    leftCount: left.entityCount,
    entityCount: left.entityCount + right.entityCount,
    adjacency: jointAdjacency(task),
    features,
  };
}

/**
 * The table with its unknown rows drawn, each column from Normal(mean, deviation) of its known rows, and marked as
 * known: what the public codes of EVA, MCLEA and MEAformer do for a missing picture.
 */
export function drawMissing(table: FeatureTable, random: Random): FeatureTable {
  const { rows, cols } = table.values;
  const data = Float32Array.from(table.values.data);
  const mean = new Float64Array(cols);
  const square = new Float64Array(cols);
  let count = 0;
  for (let i = 0; i < rows; i++) {
    if (!table.known[i]) continue;
    count++;
    for (let j = 0; j < cols; j++) {
      const value = data[i * cols + j]!;
      mean[j] = mean[j]! + value;
      square[j] = square[j]! + value * value;
    }
  }
  for (let j = 0; j < cols; j++) mean[j] = mean[j]! / count;
  for (let i = 0; i < rows; i++) {
    if (table.known[i]) continue;
    for (let j = 0; j < cols; j++)
      data[i * cols + j] = random.normal(mean[j]!, Math.sqrt(Math.max(0, square[j]! / count - mean[j]! ** 2)));
  }
  return { values: { data, rows, cols }, known: new Uint8Array(rows).fill(1) };
}
