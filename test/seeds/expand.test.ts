import { describe, expect, it } from 'vitest';
import { matrix, random } from '../../src/compute/index.js';
import { checkSeeds } from '../../src/graph/index.js';
import { labelsOptions, labelView } from '../../src/models/index.js';
import { blockPairs } from '../../src/seeds/block.js';
import { expandSeeds, presets } from '../../src/seeds/index.js';
import { labelBlock } from '../../src/seeds/label-block.js';
import { plantedTask, precision } from '../support/planted.js';

/** Sides whose similarities are the given block: left rows are its rows, right rows the unit vectors. */
function sidesOf(block: number[][]) {
  const width = block[0]!.length;
  const identity = Array.from({ length: width }, (_, i) => Array.from({ length: width }, (_, j) => Number(i === j)));
  const of = (rows: number[][]) => matrix(rows.length, width, Float32Array.from(rows.flat()));
  const all = (count: number) => Int32Array.from({ length: count }, (_, i) => i);
  return {
    sides: { left: of(block), right: of(identity) },
    rows: { left: all(block.length), right: all(width) },
  };
}

const options = { pick: 'best', center: false, threshold: 0.8, pairs: 6, seed: 1 } as const;
const pick = (block: number[][], o: object) => {
  const { sides, rows } = sidesOf(block);
  return blockPairs(sides, rows, { ...options, ...o });
};

describe('blockPairs', () => {
  const block = [
    [0.9, 0.85, 0.2],
    [0.84, 0.95, 0.3],
  ];

  it('takes the best above the threshold, one of a block with fewer cells than pairs', () => {
    expect(pick(block, {})).toEqual([
      [1, 1],
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
    expect(pick(block, { pairs: 2 })).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect(pick(block, { pairs: 7 })).toEqual([[1, 1]]);
    expect(pick(block, { threshold: 0.96 })).toEqual([]);
  });

  it('takes mutual best pairs', () => {
    expect(pick(block, { pick: 'mutual' })).toEqual([
      [1, 1],
      [0, 0],
    ]);
    // Row 1's best is column 0, whose best is row 0.
    expect(
      pick(
        [
          [0.99, 0.9],
          [0.95, 0.85],
        ],
        { pick: 'mutual' },
      ),
    ).toEqual([[0, 0]]);
  });

  it('takes means off, so that a hub’s column does not win everything', () => {
    // By hand: column means .9, .5; row means .725, .675; mean .7: centred [[-.025, .025], [.025, -.025]].
    const hub = [
      [0.9, 0.55],
      [0.9, 0.45],
    ];
    expect(pick(hub, { pick: 'mutual', center: true, threshold: 0 })).toEqual(
      expect.arrayContaining([
        [0, 1],
        [1, 0],
      ]),
    );
    expect(
      pick(
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        { center: true, threshold: 0 },
      ),
    ).toEqual([]);
    // One neighbour a side: nothing to centre, the similarity itself counts.
    expect(pick([[0.5]], { center: true, threshold: 0, pick: 'mutual' })).toEqual([[0, 0]]);
    expect(pick([[0.2, 0.5, 0.3]], { center: true, threshold: 0, pick: 'mutual' })).toEqual([[0, 1]]);
  });

  it('gives nothing where one side has no free neighbour', () => {
    const { sides } = sidesOf(block);
    expect(blockPairs(sides, { left: new Int32Array(0), right: Int32Array.of(1) }, options)).toEqual([]);
  });
});

describe('expandSeeds', () => {
  const { task, truth } = plantedTask({ count: 160, noise: 0.4 });
  const given = {
    left: truth.links.left.slice(0, 40),
    right: truth.links.right.slice(0, 40),
    score: Float32Array.from({ length: 40 }, (_, i) => 1 - i / 40),
  };
  // Raw features stand in for learned ones.
  const sides = (name: string) => ({
    left: task.left.features.get(name)!.values,
    right: task.right.features.get(name)!.values,
  });
  const refined = {
    embeddings: new Map([
      ['image', sides('image')],
      ['attribute', sides('attribute')],
    ]),
  };

  it('walks from seeds to their neighbours’ partners', async () => {
    const { seeds, options: resolved } = await expandSeeds(task, given, refined);
    checkSeeds(seeds, task);
    expect(seeds.left.length).toBeGreaterThan(100);
    expect(precision(seeds, truth)).toBeGreaterThan(0.85);
    for (const [i, l] of given.left.entries()) expect(seeds.right[seeds.left.indexOf(l)]).toBe(given.right[i]);
    expect(resolved).toMatchObject({ center: true, pick: 'mutual', correct: null });
    expect((await expandSeeds(task, given, refined, resolved as object)).seeds).toEqual(seeds);
  });

  it('keeps to the reference’s thresholds, which rise with the position', async () => {
    const { expand } = presets.reference.stages({ k: 40, seed: 1, weights: presets.reference.weights });
    const few = await expandSeeds(task, given, refined, { ...expand, correct: null });
    const lax = await expandSeeds(task, given, refined, { ...expand, correct: null, threshold: [0.5, 0.5] });
    expect([...few.seeds.left.subarray(0, 40)]).toEqual([...given.left]);
    expect(few.seeds.left.length).toBeGreaterThan(40);
    expect(lax.seeds.left.length).toBeGreaterThan(few.seeds.left.length);
    const none = await expandSeeds(task, given, refined, { ...expand, correct: null, threshold: [2, 2] });
    expect(none.seeds.left).toHaveLength(40);
  });

  it('leaves out what scores too little at the end, in units of one similarity', async () => {
    const all = await expandSeeds(task, given, refined);
    const sure = await expandSeeds(task, given, refined, { least: 0.1 });
    const most = all.options.raw + all.options.learned;
    const kept = [...all.seeds.score].filter((score) => score > 0.1 * most).length;
    expect(kept).toBeGreaterThan(40);
    expect(kept).toBeLessThan(all.seeds.left.length);
    expect([...sure.seeds.left]).toEqual([...all.seeds.left.subarray(0, kept)]);
    expect(precision(sure.seeds, truth)).toBeGreaterThanOrEqual(precision(all.seeds, truth));
  });

  it('compares by the view of the labels where there is one, as much as it is told', async () => {
    const noisy = plantedTask({ count: 160, noise: 1.5 });
    const labels = labelView(noisy.task, noisy.truth.links, labelsOptions.defaults, random(1));
    const image = {
      left: noisy.task.left.features.get('image')!.values,
      right: noisy.task.right.features.get('image')!.values,
    };
    const learned = new Map([['image', image]]);
    const seen = new Map([...learned, [labelBlock, labels]]);
    const grown = async (weight: number, embeddings = seen) => {
      const { seeds } = await expandSeeds(noisy.task, given, { embeddings }, { learned: 0, labels: weight });
      return seeds;
    };
    const without = await grown(0);
    expect(await grown(2, learned)).toEqual(without);
    const told = precision(await grown(20), noisy.truth);
    expect(told).toBeGreaterThan(precision(without, noisy.truth) + 0.1);
  });
});
