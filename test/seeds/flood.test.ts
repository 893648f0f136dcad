import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { type Csr, matrix } from '../../src/compute/index.js';
import { AlignmentTask, checkSeeds, MultimodalGraph, type SeedSet } from '../../src/graph/index.js';
import { floodSeeds } from '../../src/seeds/index.js';
import { mixedSupport, neighbourSupport } from '../../src/seeds/support.js';
import { plantedTask, precision } from '../support/planted.js';

/** A graph of featureless entities with the given edges. */
function graphOf(name: string, count: number, edges: [number, number][]): MultimodalGraph {
  return new MultimodalGraph({
    name,
    ids: Array.from({ length: count }, (_, i) => `${name}${i}`),
    relationCount: 1,
    triples: {
      head: Int32Array.from(edges, ([a]) => a),
      relation: new Int32Array(edges.length),
      tail: Int32Array.from(edges, ([, b]) => b),
    },
    features: new Map([['image', { values: ones(count), known: full(count) }]]),
  });
}
const full = (count: number) => new Uint8Array(count).fill(1);
const ones = (count: number) => matrix(count, 1, new Float32Array(count).fill(1));

function taskOf(count: number, left: [number, number][], right: [number, number][]): AlignmentTask {
  const modalities = [{ name: 'image', comparable: true }];
  return new AlignmentTask({
    name: 't',
    left: graphOf('l', count, left),
    right: graphOf('r', count, right),
    modalities,
  });
}

function dense(a: Csr): number[][] {
  const rows = Array.from({ length: a.rows }, () => Array<number>(a.cols).fill(0));
  for (let i = 0; i < a.rows; i++)
    for (let e = a.offsets[i]!; e < a.offsets[i + 1]!; e++) rows[i]![a.columns[e]!] = a.values[e]!;
  return rows;
}

describe('neighbourSupport', () => {
  // Left a path 0-1-2, right a path 0-1-2 and 1-3. The seed (1, 1) supports every pair of {0, 2} × {0, 2, 3}, whose ends
  // have one neighbour each; (0, 0) supports (1, 1) by 1 / √(2 · 3).
  const task = taskOf(
    4,
    [
      [0, 1],
      [1, 2],
    ],
    [
      [0, 1],
      [1, 2],
      [1, 3],
    ],
  );
  const pairs = { left: Int32Array.of(1, 0), right: Int32Array.of(1, 0) };

  it('is a hand-worked case', () => {
    const support = dense(neighbourSupport(task, pairs, 1e6));
    expect(support[0]).toEqual([1, 0, 1, 1]);
    expect(support[2]).toEqual([1, 0, 1, 1]);
    expect(support[3]).toEqual([0, 0, 0, 0]);
    expect(support[1]![1]).toBeCloseTo(1 / Math.sqrt(6), 6);
  });

  it('leaves out pairs of hubs', () => {
    // (1, 1) has 2 · 3 pairs of neighbours, (0, 0) one.
    expect(
      dense(neighbourSupport(task, pairs, 5))
        .flat()
        .filter((value) => value > 0),
    ).toHaveLength(1);
  });

  it('counts as the definition does, and forgets by its share', () => {
    const edge = fc.tuple(fc.nat(6), fc.nat(6)).filter(([a, b]) => a !== b);
    const edges = fc.array(edge, { minLength: 1, maxLength: 15 });
    const property = fc.property(edges, edges, fc.uniqueArray(fc.nat(6), { minLength: 1 }), (left, right, ends) => {
      const random = taskOf(7, left, right);
      const seeds = { left: Int32Array.from(ends), right: Int32Array.from(ends, (e) => (e + 2) % 7) };
      const near = (list: [number, number][], a: number) =>
        new Set(list.filter((e) => e.includes(a)).map(([x, y]) => (x === a ? y : x)));
      const support = neighbourSupport(random, seeds, 1e6);
      const found = dense(support);
      const half = dense(
        mixedSupport(support, neighbourSupport(random, { left: seeds.left, right: seeds.left }, 1e6), 1),
      );
      for (let i = 0; i < 7; i++)
        for (let j = 0; j < 7; j++) {
          const [ni, nj] = [near(left, i), near(right, j)];
          const count = ends.filter((e) => ni.has(e) && nj.has((e + 2) % 7)).length;
          expect(found[i]![j]).toBeCloseTo(count === 0 ? 0 : count / Math.sqrt(ni.size * nj.size), 5);
          expect(half[i]![j]).toBeCloseTo(found[i]![j]!, 5);
        }
    });
    fc.assert(property, { numRuns: 30 });
  });
});

describe('floodSeeds', () => {
  it('finds by structure alone what features leave open', async () => {
    const { task, truth } = plantedTask({ noise: 1.2, count: 160 });
    const left = truth.links.left.slice(0, 80);
    const seeds = { left, right: truth.links.right.slice(0, 80), score: new Float32Array(80) };
    const plain = await floodSeeds(task, seeds, { weight: 0 });
    const flooded = await floodSeeds(task, seeds);
    checkSeeds(flooded.seeds, task);
    const correct = (s: SeedSet) => precision(s, truth) * s.left.length;
    expect(correct(flooded.seeds)).toBeGreaterThan(correct(plain.seeds) + 10);
    expect(flooded.options).toMatchObject({ rounds: 4, weight: 0.3, memory: 0.5 });
    expect((await floodSeeds(task, seeds, flooded.options as object)).seeds).toEqual(flooded.seeds);
  });

  it('refuses what makes no sense', async () => {
    const { task, truth } = plantedTask({ count: 40 });
    const seeds = { ...truth.links, score: new Float32Array(truth.links.left.length) };
    await expect(floodSeeds(task, seeds, { memory: 1 })).rejects.toBeInstanceOf(OptionError);
    await expect(floodSeeds(task, seeds, { wieght: 1 } as object)).rejects.toThrow(/Did you mean "weight"/);
  });
});
