import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { random } from '../../src/compute/index.js';
import { checkSeeds, type SeedSet } from '../../src/graph/index.js';
import { psqe, variantSeeds } from '../../src/seeds/index.js';
import { plantedTask, precision, reordered } from '../support/planted.js';
import { seedsByLooks, variantTask } from '../support/variant-task.js';
import { inside, keys, looks, made, repeated } from './variant-seeds.js';

describe('variantSeeds', () => {
  it('puts members right where looks mislead, and leaves the rest', async () => {
    const { seeds, found, sizes, options } = await variantSeeds(made.task, looks);
    checkSeeds(seeds, made.task);
    expect(precision(inside(made, looks), made.truth)).toBeLessThan(0.1);
    expect(precision(inside(made, seeds), made.truth)).toBeGreaterThan(0.98);
    expect(precision(seeds, made.truth)).toBeGreaterThan(0.98);
    expect(found).toEqual({ left: 40, right: 40, matched: 40, entities: 200 });
    expect(sizes).toMatchObject([{ size: 5, classes: 40 }]);
    expect(Math.min(...sizes[0]!.coherence)).toBeGreaterThan(0.5);
    expect(sizes[0]!.margin).toBeGreaterThan(0.3);
    expect((await variantSeeds(made.task, looks, options)).seeds).toEqual(seeds);
  });

  it('needs no anchors where classes differ in their own ways', async () => {
    const bounded = inside(made, looks);
    const { seeds } = await variantSeeds(made.task, bounded);
    expect(precision(seeds, made.truth)).toBeGreaterThan(0.98);
  });

  it('gives a class’s pairs the mean score of its seeds, best first', async () => {
    const { seeds } = await variantSeeds(made.task, looks);
    const score = new Map(Array.from(seeds.left, (l, p) => [l, seeds.score[p]!]));
    for (let l = 0; l < 5; l++)
      expect(score.get(l)).toBeCloseTo((5 * looks.score[0]! - 10 / looks.left.length / 2) / 5, 6);
    expect([...seeds.score]).toEqual([...seeds.score].sort((a, b) => b - a));
  });

  it('keeps clusters, and weights: of a class’s pairs the mean', async () => {
    const weight = looks.left.map((l) => 1 + (l % 3));
    const given = { ...looks, cluster: looks.left.map((l) => 10 + (l % 7)), weight: Float32Array.from(weight) };
    const { seeds } = await variantSeeds(made.task, given);
    checkSeeds(seeds, made.task);
    const { cluster, weight: weights, ...pairs } = seeds;
    expect(pairs).toEqual((await variantSeeds(made.task, looks)).seeds);
    expect(cluster).toEqual(seeds.left.map((l) => 10 + (l % 7)));
    // The first class's left ends are 0 to 4.
    for (const [p, l] of seeds.left.entries()) {
      if (l < 5) expect(weights![p]).toBeCloseTo((1 + 2 + 3 + 1 + 2) / 5, 6);
      else if (made.entities.left[l]![0] < 0) expect(weights![p]).toBe(1 + (l % 3));
    }
    // An end that had no seed takes the cluster of its class's first one.
    const less = [...given.left.keys()].filter((p) => given.left[p] !== 0);
    const of = <T extends Int32Array | Float32Array>(column: T) => column.filter((_, p) => less.includes(p)) as T;
    const fewer = { left: of(given.left), right: of(given.right), score: of(given.score), cluster: of(given.cluster) };
    const { seeds: after } = await variantSeeds(made.task, fewer);
    expect(after.cluster![after.left.indexOf(0)]).toBe(fewer.cluster[fewer.left.findIndex((l) => l < 5)]);
  });

  it('finds the same pairs in whatever order the rows stand', async () => {
    const expected = keys((await variantSeeds(made.task, looks)).seeds);
    for (const seed of [1, 2, 3]) {
      const [left, right] = [random(seed), random(seed + 10)].map((draw, s) =>
        draw.permutation(made.task[s ? 'right' : 'left'].entityCount),
      ) as [Int32Array, Int32Array];
      const [toLeft, toRight] = [left, right].map((order) => order.map((_, i) => order.indexOf(i)));
      const moved = { ...looks, left: looks.left.map((l) => toLeft![l]!), right: looks.right.map((r) => toRight![r]!) };
      const { seeds } = await variantSeeds(reordered(made.task, left, right), moved);
      expect(keys({ left: seeds.left.map((l) => left[l]!), right: seeds.right.map((r) => right[r]!) })).toEqual(
        expected,
      );
    }
  });

  it('places members where others of their class lack their pictures, and one that lacks its own', async () => {
    const many = variantTask({ sizes: repeated(200, 5) });
    const before = seedsByLooks(many);
    const lost = random(4);
    const without = (side: 'left' | 'right') => {
      const { known, ...table } = many.task[side].features.get('image')!;
      return { ...table, known: known.map((has) => Number(has && lost.uniform() < 0.8)) };
    };
    const [left, right] = [without('left'), without('right')];
    const task = many.task.withModality({ name: 'image', comparable: true }, left, right);
    const { seeds, found, sizes } = await variantSeeds(task, before);
    checkSeeds(seeds, task);
    const gaps = (table: { known: Uint8Array }, c: number) =>
      [...table.known.subarray(5 * c, 5 * c + 5)].filter((has) => !has).length;
    const most = Array.from({ length: 200 }, (_, c) => Math.max(gaps(left, c), gaps(right, c)));
    const matched = most.filter((gap) => gap <= 3).length;
    expect(matched).toBeGreaterThan(190);
    expect(found.matched).toBe(matched);
    expect(sizes).toMatchObject([{ size: 5, classes: matched }]);
    expect(precision(inside(many, before), many.truth)).toBeLessThan(0.1);
    const placed = inside(many, seeds);
    // Of a class with at most one gap in each graph all members are placed, of others those whose slots are known.
    const count = (c: number) => seeds.left.filter((l) => l >= 5 * c && l < 5 * c + 5).length;
    most.forEach((gap, c) => {
      if (gap <= 1) expect(count(c)).toBe(5);
      else if (gap <= 3) expect(count(c)).toBeLessThan(5);
    });
    const sure = [...placed.left.keys()].filter((i) => most[Math.floor(placed.left[i]! / 5)]! <= 3);
    const partner = many.truth.rightOf(task.left.entityCount);
    expect(sure.filter((i) => partner[placed.left[i]!] === placed.right[i]).length / sure.length).toBeGreaterThan(0.9);
  });

  it('places classes of other sizes by the map, also those too large for all orders and too few for one', async () => {
    const mixed = variantTask({ sizes: [...repeated(40, 5), ...repeated(5, 8), ...repeated(4, 3)] });
    const before = seedsByLooks(mixed);
    const { seeds, sizes, found } = await variantSeeds(mixed.task, before);
    expect(sizes.map(({ size }) => size)).toEqual([5]);
    expect(found.entities).toBe(252);
    for (const size of [8, 3]) {
      expect(precision(inside(mixed, before, size), mixed.truth)).toBeLessThan(0.2);
      expect(precision(inside(mixed, seeds, size), mixed.truth)).toBeGreaterThan(0.95);
    }
  });

  it('leaves classes of unequal size with the seeds they had', async () => {
    const sizes = repeated(40, 5);
    const uneven = variantTask({ sizes, rightSizes: sizes.map((n, c) => n - Number(c % 4 === 0)) });
    const before = seedsByLooks(uneven);
    const { seeds, found } = await variantSeeds(uneven.task, before);
    expect(found).toMatchObject({ left: 40, right: 40, matched: 30 });
    const ofUneven = ({ left, right, score }: SeedSet) =>
      Array.from(left, (l, p) => [l, right[p]!, score[p]!] as const)
        .filter(([l]) => uneven.entities.left[l]![0] % 4 === 0)
        .sort(([a], [b]) => a - b);
    expect(ofUneven(before)).toHaveLength(40);
    expect(ofUneven(seeds)).toEqual(ofUneven(before));
    expect(seeds.left).toHaveLength(before.left.length);
    expect(precision(inside(uneven, seeds), uneven.truth)).toBeGreaterThan(0.7);
  });

  it('gives the very same seeds where it is not sure', async () => {
    const refused = async (o: object) => (await variantSeeds(made.task, looks, o)).seeds;
    for (const o of [{ least: 41 }, { coherence: 1 }, { margin: 1e6 }, { slots: 4 }, { most: 4 }])
      expect(await refused(o)).toBe(looks);
    // The limits themselves do not refuse.
    expect(await refused({ least: 40 })).not.toBe(looks);
    const { sizes } = await variantSeeds(made.task, looks, { coherence: 1 });
    expect(sizes[0]).not.toHaveProperty('margin');
  });

  it('refuses classes whose members differ in no common way', async () => {
    const sizes = repeated(40, 5);
    const noisy = variantTask({ sizes, noise: 3 });
    const before = seedsByLooks(noisy);
    expect((await variantSeeds(noisy.task, before)).seeds).toBe(before);
  });

  it('gives the very same seeds without classes or pictures', async () => {
    const zeros = { left: 0, right: 0, matched: 0, entities: 0 };
    const blind = await variantSeeds(made.task.withOnly(['attribute']), looks);
    expect(blind.seeds).toBe(looks);
    expect(blind).toMatchObject({ found: zeros, sizes: [] });
    const { task, truth } = plantedTask({ count: 60 });
    const given = { ...truth.links, score: new Float32Array(60) };
    const plain = await variantSeeds(task, given);
    expect(plain.seeds).toBe(given);
    expect(plain.found).toEqual(zeros);
  });

  it('names what is wrong with its input', async () => {
    await expect(variantSeeds(made.task, looks, { modality: 'sound' })).rejects.toThrow(OptionError);
    await expect(variantSeeds(made.task, looks, { modality: 'sound' })).rejects.toThrow(/image, attribute/);
    await expect(variantSeeds(made.task, looks, { slots: 8 })).rejects.toThrow(OptionError);
    await expect(variantSeeds(made.task, { ...looks, left: looks.left.map(() => 0) })).rejects.toThrow(/seeds/);
  });

  it('is one-to-one for any seeds, keeps those outside and pairs placed classes whole', async () => {
    const small = variantTask({ sizes: repeated(8, 4), others: 40 });
    const { entityCount } = small.task.left;
    const o = { least: 2, coherence: 0, margin: 0 };
    const start = seedsByLooks(small);
    let placed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (seed, share) => {
          // Some seeds' right ends are exchanged at random, some seeds are left out.
          const draw = random(seed);
          const loose = [...start.left.keys()].filter(() => draw.uniform() < share);
          const right = start.right.slice();
          draw.permutation(loose.length).forEach((to, from) => {
            right[loose[from]!] = start.right[loose[to]!]!;
          });
          const kept = [...start.left.keys()].filter(() => draw.uniform() < 0.8);
          const given = {
            left: Int32Array.from(kept, (p) => start.left[p]!),
            right: Int32Array.from(kept, (p) => right[p]!),
            score: Float32Array.from(kept, (p) => start.score[p]!),
          };
          const { seeds, found } = await variantSeeds(small.task, given, o);
          checkSeeds(seeds, small.task);
          expect(new Set(seeds.left).size).toBe(seeds.left.length);
          expect(new Set(seeds.right).size).toBe(seeds.right.length);
          expect(Math.max(...seeds.left)).toBeLessThan(entityCount);
          if (seeds === given) return;
          placed++;
          const classOf = (side: 'left' | 'right', i: number) => small.entities[side][i]![0];
          // Pairs of classes that are whole: 4 pairs each.
          const pairs = Array.from(seeds.left, (l, p) => `${classOf('left', l)} ${classOf('right', seeds.right[p]!)}`);
          const whole = new Set(pairs.filter((pair) => pairs.filter((other) => other === pair).length === 4));
          expect(whole.size).toBeGreaterThanOrEqual(found.matched);
          const after = new Set(keys(seeds));
          const outside = keys(given).filter((pair) => {
            const [l, r] = pair.split(' ').map(Number) as [number, number];
            return classOf('left', l) < 0 && classOf('right', r) < 0;
          });
          for (const pair of outside) expect(after).toContain(pair);
        },
      ),
      { numRuns: 30 },
    );
    expect(placed).toBeGreaterThan(10);
  });
});

describe('psqe with variants', () => {
  it('has the placing as its last stage, which an option leaves out', async () => {
    const o = { k: 60, refine: { rounds: [1], epochs: 2, width: 8 } };
    const whole = await psqe(made.task, o);
    expect(whole.stages.variants!.seeds).toBe(whole.seeds);
    expect(whole.options.variants).toMatchObject({ modality: 'image', seed: 1 });
    const without = await psqe(made.task, { ...o, variants: null });
    expect(without.stages.variants).toBeNull();
    expect(without.seeds).toBe(without.stages.expand.seeds);
    expect(without.seeds).toEqual(whole.stages.expand.seeds);
    const again = await variantSeeds(made.task, without.seeds, whole.options.variants as object);
    expect(again.seeds).toEqual(whole.seeds);
  });

  it('refuses known links, which it could drop', async () => {
    const links = { left: made.truth.links.left.slice(0, 5), right: made.truth.links.right.slice(0, 5) };
    await expect(psqe(made.task, { k: 60, links, variants: {} })).rejects.toThrow(/psqe: option "variants"/);
  });
});
