import { describe, expect, test } from 'vitest';
import { calibration } from '../../src/evaluate/index.js';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { alignGraphs } from '../../src/study/index.js';
import { syntheticTask } from '../../src/synthetic/index.js';
import { withoutSome } from '../support/dropped.js';

describe('confidences of planted graphs', () => {
  test.each([0, 0.5])('%d of the right entities left out: they are about what they say', async (share) => {
    const { task, truth } = withoutSome(syntheticTask({ entities: 300, noise: 1.5, seed: 3 }), share, 3);
    const { matches } = await alignGraphs(task);
    const partner = truth.rightOf(task.left.entityCount);
    const right = Array.from(matches.left, (l, i) => (partner[l] === matches.right[i] ? 1 : 0));
    const mean = (of: ArrayLike<number>) => Array.from(of).reduce((a, b) => a + b, 0) / of.length;
    // Generous: 150 to 300 pairs, and weights that were fitted elsewhere. All sure or all unsure would fail.
    expect(calibration(matches.confidence, right).ece).toBeLessThan(0.2);
    const kept = right.filter((_, i) => matches.confidence[i]! >= 0.8);
    expect(kept.length).toBeGreaterThan(0.2 * truth.count);
    expect(mean(kept)).toBeGreaterThan(mean(right) - 1e-9);
    const lonely = Array.from(matches.confidence).filter((_, i) => partner[matches.left[i]!]! < 0);
    if (share > 0) expect(mean(lonely)).toBeLessThan(mean(matches.confidence) - 0.1);
  });
});

describe('hostile graphs', () => {
  const graph = (name: string, count: number, value: (i: number) => number) =>
    new MultimodalGraph({
      name,
      ids: Array.from({ length: count }, (_, i) => `${name}${i}`),
      triples: { head: new Int32Array(0), relation: new Int32Array(0), tail: new Int32Array(0) },
      relationCount: 0,
      features: new Map(
        ['image', 'attribute'].map((modality) => [
          modality,
          {
            values: { rows: count, cols: 2, data: Float32Array.from({ length: 2 * count }, (_, i) => value(i)) },
            known: new Uint8Array(count).fill(1),
          },
        ]),
      ),
    });
  const modalities = ['image', 'attribute'].map((name) => ({ name, comparable: true }));
  const taskOf = (left: number, right: number, value: (i: number) => number) =>
    new AlignmentTask({ name: 'odd', left: graph('l', left, value), right: graph('r', right, value), modalities });

  test('one entity each, and one against many', async () => {
    for (const right of [1, 5]) {
      const { matches } = await alignGraphs(taskOf(1, right, (i) => 1 + (i % 3)));
      expect(matches.left.length).toBeLessThanOrEqual(1);
      for (const own of matches.confidence) expect(own >= 0 && own <= 1).toBe(true);
    }
  });

  test('of entities that nothing tells apart hardly a pair is sure', async () => {
    const { matches } = await alignGraphs(taskOf(12, 12, () => 1));
    // Entities' own embeddings are drawn at random: one or another leads by chance in the half that has not seen it.
    for (const own of matches.confidence) expect(own).toBeLessThan(0.9);
    const mean = matches.confidence.reduce((a, b) => a + b, 0) / matches.confidence.length;
    expect(mean).toBeLessThan(0.6);
  });
});
