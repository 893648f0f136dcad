import { describe, expect, it } from 'vitest';
import { confirmedShare, learnWeights, psqe, resampleSeeds } from '../../src/seeds/index.js';
import { rawSides } from '../../src/seeds/sides.js';
import { plantedTask, precision } from '../support/planted.js';

const weights = { image: 1, attribute: 1, relation: 0.3 };

describe('choices without labels', () => {
  it('weigh a modality of noise less than those that agree', async () => {
    const { task } = plantedTask({ count: 150, noise: 0.4 });
    // A modality that says nothing: other values in the other graph.
    const noise = plantedTask({ count: 150, noise: 0.4, seed: 99 }).task.right.features.get('image')!;
    const changed = {
      task: task.withModality({ name: 'relation', comparable: true }, task.left.features.get('relation')!, {
        ...noise,
        values: { ...noise.values, cols: 8, data: noise.values.data.slice(0, 150 * 8) },
      }),
    }.task;
    const learned = await learnWeights(changed);
    expect(Math.max(...Object.values(learned))).toBe(1);
    expect(learned.relation!).toBeLessThan(0.5 * Math.min(learned.image!, learned.attribute!));
    expect(await learnWeights(plantedTask({ widths: { image: 8 } }).task)).toEqual({ image: 1 });
  });

  it('confirm right seeds more than wrong ones', async () => {
    const { task, truth } = plantedTask({ count: 160, noise: 0.9 });
    const sides = rawSides(task, { weights, missing: 'spread' });
    const right = { left: truth.links.left.slice(0, 60), right: truth.links.right.slice(0, 60) };
    const wrong = { left: right.left, right: Int32Array.from([...right.right.slice(1), right.right[0]!]) };
    const score = new Float32Array(60);
    expect(confirmedShare(task, sides, { ...right, score })).toBeGreaterThan(
      confirmedShare(task, sides, { ...wrong, score }) + 0.3,
    );
  });

  it('choose clusters and weights inside the stages', async () => {
    const { task, truth } = plantedTask({ count: 120, noise: 0.5 });
    const auto = await resampleSeeds(task, { k: 40, clusters: 'auto' });
    expect(auto.seeds.left).toHaveLength(40);
    const byDegree = await resampleSeeds(task, { k: 40, clusters: 4, strata: 'cluster-degree' });
    expect(new Set(byDegree.seeds.cluster).size).toBeGreaterThan(4);
    const { seeds, options } = await psqe(task, { k: 40, weights: 'learned', refine: { epochs: 2, rounds: [1] } });
    expect(options.weights).toEqual(await learnWeights(task));
    expect(precision(seeds, truth)).toBeGreaterThan(0.8);
  });
});
