import { beforeAll, describe, expect, it } from 'vitest';
import { InputError, OptionError } from '../../src/base/index.js';
import { type Matrix, matrix, normalizeRows, random, row, useEngine } from '../../src/compute/index.js';
import { evaluateAlignment } from '../../src/evaluate/index.js';
import { fuse, propagate } from '../../src/features/index.js';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { buildModel, labelViews, lighteaOptions, modelInputs, modelNames } from '../../src/models/index.js';
import { makeSeeds, seedSource } from '../../src/seeds/index.js';
import { trainAligner } from '../../src/train/index.js';
import { plantedTask } from '../support/planted.js';

const { task, truth } = plantedTask({ noise: 1, missingEvery: 5 });
const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
const some = (count: number) => ({
  left: truth.links.left.slice(0, count),
  right: truth.links.right.slice(0, count),
  score: new Float32Array(count).fill(1),
});
const near = (a: Matrix, b: Matrix) => {
  expect([a.rows, a.cols]).toEqual([b.rows, b.cols]);
  a.data.forEach((x, at) => {
    expect(Math.abs(x - b.data[at]!)).toBeLessThan(1e-6);
  });
};
const hits = (sides: { left: Matrix; right: Matrix }, from: number) =>
  evaluateAlignment(sides, { left: truth.links.left.slice(from), right: truth.links.right.slice(from) }).hits1!;

beforeAll(() => {
  useEngine({ engine: 'wasm', threads: 2 });
});

describe('aligners without training', () => {
  it('are known by name, and have nothing to build', () => {
    expect(modelNames()).toEqual(expect.arrayContaining(['raw', 'seu', 'lightea', 'labels']));
    expect(() => buildModel('seu', modelInputs(task), { seed: 1 })).toThrow(/"seu" has nothing to train/);
  });

  it('raw gives the fused features, seu the propagated ones; epochs are said not to count', async () => {
    const notes: string[] = [];
    const onProgress = ({ note }: { note?: string }) => void notes.push(note ?? '');
    const raw = await trainAligner(task, none, { model: 'raw', epochs: 9 }, { onProgress });
    near(raw.left, normalizeRows(fuse(task).left));
    expect(raw).toMatchObject({ options: { epochs: 0 }, history: { loss: [] }, seedCount: 0 });
    expect(notes.join()).toMatch(/epochs .* not used/);
    const seu = await trainAligner(task, none, { model: 'seu', modelOptions: { layers: 1 } });
    near(seu.right, normalizeRows(propagate(task, fuse(task), { layers: 1 }).right));
  });

  it('refuse seeds that do not fit or are weighted, and unknown options', async () => {
    const weighted = { ...some(3), weight: new Float32Array(3).fill(1) };
    await expect(trainAligner(task, weighted, { model: 'seu' })).rejects.toThrow(/does not weigh seeds/);
    await expect(trainAligner(task, { ...none, left: Int32Array.of(0) }, { model: 'raw' })).rejects.toThrow(InputError);
    await expect(trainAligner(task, none, { model: 'seu', modelOptions: { layer: 1 } })).rejects.toThrow(OptionError);
  });
});

describe('LightEA', () => {
  it('is better with labels than without, at entities that have none', async () => {
    const without = await trainAligner(task, none, { model: 'lightea', seed: 2 });
    const labelled = await trainAligner(task, some(60), { model: 'lightea', seed: 2 });
    expect(hits(labelled, 60)).toBeGreaterThan(hits(without, 60) + 0.05);
    expect(hits(without, 60)).toBeGreaterThan(hits(await trainAligner(task, none, { model: 'raw' }), 60));
  });

  it('is the same for the same random seed, and takes other labels for another', async () => {
    const run = (seed: number) => trainAligner(task, some(20), { model: 'lightea', seed });
    expect((await run(3)).left).toEqual((await run(3)).left);
    expect((await run(4)).left).not.toEqual((await run(3)).left);
  });

  it('has the view of its labels for a third, which the model labels gives alone', async () => {
    const draw = () => random(2).fork('model labels');
    const whole = labelViews(task, fuse(task), some(60), lighteaOptions.defaults, draw());
    const { left, right } = await trainAligner(task, some(60), { model: 'labels', seed: 2 });
    const third = (m: Matrix) =>
      normalizeRows(
        matrix(
          m.rows,
          left.cols,
          Float32Array.from({ length: m.rows * left.cols }, (_, at) => {
            const [i, d] = [Math.floor(at / left.cols), at % left.cols];
            return row(m, i)[m.cols - left.cols + d]!;
          }),
        ),
      );
    near(left, third(whole.left));
    near(right, third(whole.right));
    // Without features it cannot tell everything, and with no label nothing.
    expect(hits({ left, right }, 60)).toBeGreaterThan(0.2);
    const unlabelled = await trainAligner(task, none, { model: 'labels' });
    expect(unlabelled.left.data.every((x) => x === 0)).toBe(true);
  });

  it('tells apart by the relation alone what neighbours cannot tell', async () => {
    // Of the labelled c one is a head, the other a tail; the labelled d, another head, tells the relation from its inverse.
    const graph = (name: string, ends: [number, number]) =>
      new MultimodalGraph({
        name,
        ids: ['a', 'b', 'c', 'd'].map((id) => name + id),
        triples: {
          head: Int32Array.of(ends[0], 2, 3),
          relation: Int32Array.of(0, 0, 0),
          tail: Int32Array.of(2, ends[1], 2),
        },
        relationCount: 1,
        features: new Map([
          ['image', { values: matrix(4, 2, new Float32Array(8).fill(1)), known: new Uint8Array(4).fill(1) }],
        ]),
      });
    const modalities = [{ name: 'image', comparable: true }];
    const two = new AlignmentTask({ name: 'ends', left: graph('l', [0, 1]), right: graph('r', [1, 0]), modalities });
    const label = { left: Int32Array.of(2, 3), right: Int32Array.of(2, 3), score: Float32Array.of(1, 1) };
    const { left, right } = await trainAligner(two, label, { model: 'lightea' });
    const likeness = (i: number, j: number) => row(left, i).reduce((sum, x, d) => sum + x * row(right, j)[d]!, 0);
    expect(likeness(0, 1)).toBeCloseTo(1, 4);
    expect(likeness(1, 0)).toBeCloseTo(1, 4);
    expect(likeness(0, 0)).toBeLessThan(0.99);
  });
});

describe('seeds without training', () => {
  it.each(['seu', 'lightea'])(
    '%s are likely pairs, best first, one to one, fewer above a higher threshold',
    async (source) => {
      const { seeds, options } = await seedSource(source).make(task, { seed: 1 });
      expect(seeds.left.length).toBeGreaterThan(40);
      expect(new Set(seeds.left).size).toBe(seeds.left.length);
      expect(new Set(seeds.right).size).toBe(seeds.left.length);
      expect(seeds.score.every((p, i) => p > 0.5 && p <= (seeds.score[i - 1] ?? 1.0001))).toBe(true);
      const partner = new Map(Array.from(truth.links.left, (l, i) => [l, truth.links.right[i]!]));
      const right = seeds.left.reduce((sum, l, i) => sum + (partner.get(l) === seeds.right[i] ? 1 : 0), 0);
      expect(right / seeds.left.length).toBeGreaterThan(0.8);
      const sure = await seedSource(source).make(task, { ...options, threshold: 0.9 });
      expect(sure.seeds.left.length).toBeLessThan(seeds.left.length);
      expect(await makeSeeds(task, { source, seed: 1 }).then((made) => made.seeds)).toEqual(seeds);
    },
  );

  it('are, for seu, those of Sinkhorn over all pairs where every pair is a candidate', async () => {
    const all = await seedSource('seu').make(task, { candidates: 0 });
    const kept = await seedSource('seu').make(task, { candidates: 200 });
    expect(Array.from(kept.seeds.left)).toEqual(Array.from(all.seeds.left));
    expect(Array.from(kept.seeds.right)).toEqual(Array.from(all.seeds.right));
  });
});
