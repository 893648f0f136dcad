import { describe, expect, test } from 'vitest';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { matchEntities } from '../../src/match/index.js';
import { modelNames } from '../../src/models/index.js';
import { makeSeeds, seedSourceNames } from '../../src/seeds/index.js';
import { trainAligner } from '../../src/train/index.js';
import { smallTask } from '../support/small-task.js';

const { task: whole, truth } = smallTask(120);
const bare = (graph: MultimodalGraph) =>
  new MultimodalGraph({
    ...graph,
    triples: { head: new Int32Array(0), relation: new Int32Array(0), tail: new Int32Array(0) },
    relationCount: 0,
  });
const task = new AlignmentTask({ ...whole, name: 'bare', left: bare(whole.left), right: bare(whole.right) });
const partner = truth.rightOf(task.left.entityCount);
const precision = ({ left, right }: { left: Int32Array; right: Int32Array }) =>
  left.reduce((sum, l, i) => sum + (partner[l] === right[i] ? 1 : 0), 0) / left.length;

describe('graphs without edges are aligned by their features', () => {
  test.each(seedSourceNames())('seeds by %s', async (source) => {
    const { seeds } = await makeSeeds(task, { source, k: 40, seed: 1 });
    expect(seeds.left.length).toBeGreaterThanOrEqual(40);
    expect(precision(seeds)).toBeGreaterThan(0.9);
  });

  // What labels say goes along edges alone.
  test.each(modelNames().filter((name) => name !== 'labels'))('the aligner %s', async (model) => {
    const { seeds } = await makeSeeds(task, { source: 'pivot-csls', k: 40, seed: 1 });
    const embeddings = await trainAligner(task, seeds, { model, epochs: 5, seed: 1 });
    expect(precision(matchEntities(embeddings))).toBeGreaterThan(0.8);
  });
});

test('edges in one graph alone are an error that names the other', () => {
  const half = () => new AlignmentTask({ ...whole, right: bare(whole.right) });
  expect(half).toThrow(
    /^r: no edges, while the other graph has some. Give triples between different entities for both/,
  );
});
