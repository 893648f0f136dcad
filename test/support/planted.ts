import { type Matrix, matrix, type Random, random } from '../../src/compute/index.js';
import { AlignmentTask, type FeatureTable, GroundTruth, MultimodalGraph } from '../../src/graph/index.js';

export interface PlantedOptions {
  /** Entities of each graph (120). */
  count?: number;
  /** Regions of alike entities (4). */
  regions?: number;
  /** Deviation of each graph's own noise; features have deviation 1 (0.3). */
  noise?: number;
  /** Every feature the same: only chance can find partners. */
  constant?: boolean;
  /** Modalities and their widths. */
  widths?: Record<string, number>;
  /** Every how many entities one lacks its picture; 0: none (0). */
  missingEvery?: number;
  seed?: number;
}

/**
 * Two graphs with a planted alignment: features are a region's centre and an entity's own part, noisy in each graph;
 * edges join random entities of a region, three quarters of them in both graphs. Right rows are in random order.
 *
 * What `syntheticTask` of the package does not give: features that are all the same (`constant`), where only chance can find
 * partners, and left rows that tell their region (row modulo `regions`), by which tests place and judge seeds.
 */
export function plantedTask(o: PlantedOptions = {}): { task: AlignmentTask; truth: GroundTruth } {
  const { count = 120, regions = 4, noise = 0.3, missingEvery = 0, seed = 7 } = o;
  const widths = o.widths ?? { image: 16, attribute: 12, relation: 8 };
  const draw = random(seed);
  const order = draw.permutation(count);
  const same = Int32Array.from({ length: count }, (_, i) => i);
  const clean = Object.entries(widths).map(
    ([name, cols]) => [name, planted(count, cols, regions, draw, o.constant)] as const,
  );
  const edges = Array.from({ length: 3 * count }, () => edge(count, regions, draw));
  const graph = (name: string, to: Int32Array) => {
    const kept = edges.filter(() => draw.uniform() < 0.87);
    return new MultimodalGraph({
      name,
      ids: Array.from(same, (i) => `${name}${i}`),
      relationCount: 1,
      triples: {
        head: Int32Array.from(kept, ([a]) => to[a]!),
        relation: new Int32Array(kept.length),
        tail: Int32Array.from(kept, ([, b]) => to[b]!),
      },
      features: new Map(
        clean.map(([modality, values]) => [
          modality,
          table(values, to, o.constant ? 0 : noise, draw, modality === 'image' ? missingEvery : 0),
        ]),
      ),
    });
  };
  const task = new AlignmentTask({
    name: 'planted',
    left: graph('left', same),
    right: graph('right', order),
    modalities: Object.keys(widths).map((name) => ({ name, comparable: true })),
  });
  return { task, truth: new GroundTruth({ left: same, right: order }) };
}

function planted(count: number, cols: number, regions: number, draw: Random, constant = false): Matrix {
  const centres = Array.from({ length: regions }, () => Float32Array.from({ length: cols }, () => draw.normal()));
  const out = matrix(count, cols);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < cols; j++) out.data[i * cols + j] = constant ? 1 : centres[i % regions]![j]! + draw.normal();
  return out;
}

function table(clean: Matrix, to: Int32Array, noise: number, draw: Random, missingEvery: number): FeatureTable {
  const values = matrix(clean.rows, clean.cols);
  to.forEach((row, i) => {
    for (let j = 0; j < clean.cols; j++)
      values.data[row * clean.cols + j] = clean.data[i * clean.cols + j]! + (noise ? draw.normal(0, noise) : 0);
  });
  const known = new Uint8Array(clean.rows).fill(1);
  if (missingEvery > 0) for (let i = 0; i < known.length; i += missingEvery) known[i] = 0;
  return { values, known };
}

function edge(count: number, regions: number, draw: Random): [number, number] {
  const a = draw.integer(count);
  const steps = 1 + draw.integer(Math.floor(count / regions) - 1);
  return [a, (a + regions * steps) % count];
}

/**
 * Twins whose pictures mislead: entities 2i and 2i + 1 are alike but for one mark in the picture, and each twin's mark
 * in the left graph is its sibling's in the right one. Right rows are the left ones'.
 */
export function twinTask(twins = 60, noise = 0.2): { task: AlignmentTask; truth: GroundTruth } {
  const draw = random(11);
  const count = 2 * twins;
  const cols = 12;
  const bases = Float32Array.from({ length: twins * cols }, () => draw.normal());
  const edges = Array.from({ length: 3 * twins }, () => [draw.integer(twins), draw.integer(twins)] as const);
  const graph = (name: string, swap: number) => {
    const values = matrix(count, cols + 2);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < cols; j++)
        values.data[i * values.cols + j] = bases[(i >> 1) * cols + j]! + draw.normal(0, noise);
      values.data[i * values.cols + cols + ((i + swap) % 2)] = 2;
    }
    return new MultimodalGraph({
      name,
      ids: Array.from({ length: count }, (_, i) => `${name}${i}`),
      relationCount: 1,
      // Twins have the same neighbours.
      triples: {
        head: Int32Array.from(edges.flatMap(([a]) => [2 * a, 2 * a + 1, 2 * a, 2 * a + 1])),
        relation: new Int32Array(4 * edges.length),
        tail: Int32Array.from(edges.flatMap(([, b]) => [2 * b, 2 * b, 2 * b + 1, 2 * b + 1])),
      },
      features: new Map([['image', { values, known: new Uint8Array(count).fill(1) }]]),
    });
  };
  const same = Int32Array.from({ length: count }, (_, i) => i);
  const modalities = [{ name: 'image', comparable: true }];
  const task = new AlignmentTask({ name: 'twins', left: graph('left', 0), right: graph('right', 1), modalities });
  return { task, truth: new GroundTruth({ left: same, right: same }) };
}

/** The task with rows in another order: row i of a new graph is row order[i] of the old one. */
export function reordered(task: AlignmentTask, left: Int32Array, right: Int32Array): AlignmentTask {
  const side = (graph: MultimodalGraph, order: Int32Array) => {
    const place = new Int32Array(order.length);
    order.forEach((from, to) => {
      place[from] = to;
    });
    return new MultimodalGraph({
      ...graph,
      ids: Array.from(order, (from) => graph.ids[from]!),
      labels: Array.from(order, (from) => graph.labels[from]!),
      triples: {
        ...graph.triples,
        head: graph.triples.head.map((h) => place[h]!),
        tail: graph.triples.tail.map((t) => place[t]!),
      },
      features: new Map([...graph.features].map(([name, t]) => [name, rows(t, order)])),
    });
  };
  return new AlignmentTask({ ...task, left: side(task.left, left), right: side(task.right, right) });
}

function rows({ values, known }: FeatureTable, order: Int32Array): FeatureTable {
  const out = matrix(values.rows, values.cols);
  order.forEach((from, to) => {
    out.data.set(values.data.subarray(from * values.cols, (from + 1) * values.cols), to * values.cols);
  });
  return { values: out, known: known.map((_, i) => known[order[i]!]!) };
}

/** Share of the pairs that are true. */
export function precision(seeds: { left: Int32Array; right: Int32Array }, truth: GroundTruth): number {
  const partner = new Map(Array.from(truth.links.left, (l, i) => [l, truth.links.right[i]!]));
  return seeds.left.filter((l, i) => partner.get(l) === seeds.right[i]).length / seeds.left.length;
}
