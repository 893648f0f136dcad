import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, InputError } from '../../../src/base/index.js';
import { random } from '../../../src/compute/index.js';
import { gini, seedQuality, spread } from '../../../src/evaluate/index.js';
import { coverage } from '../../../src/evaluate/seeds/coverage.js';
import { AlignmentTask, MultimodalGraph } from '../../../src/graph/index.js';
import { plantedTask } from '../../support/planted.js';

interface Figures {
  spreads: { seeds: number[]; entities: number[]; entropy: number; kl: number; gini: number }[];
  paths: { count: number; head: number[]; tail: number[]; seeds: number[]; within: number[] };
}
const file = new URL('../../oracle/scipy/seed_quality.json', import.meta.url);
const { spreads, paths } = JSON.parse(readFileSync(file, 'utf8')) as Figures;

describe('balance', () => {
  it.each(spreads)('agrees with SciPy over $entities.length groups', ({ seeds, entities, ...expected }) => {
    const k = seeds.reduce((a, b) => a + b, 0);
    const { entropy, kl } = spread(seeds, entities);
    expect(entropy).toBeCloseTo(expected.entropy, 10);
    expect(kl + (seeds.length - 1) / (2 * k)).toBeCloseTo(expected.kl, 10);
    expect(gini(seeds, entities)).toBeCloseTo(expected.gini, 10);
  });

  it('has its closed forms: even spread, all seeds in one group', () => {
    expect(spread([5, 5], [50, 50])).toEqual({ entropy: 1, kl: -1 / 20 });
    expect(gini([5, 10], [50, 100])).toBeCloseTo(0, 12);
    const crowded = spread([10, 0], [25, 75]);
    expect(crowded.entropy).toBe(0);
    expect(crowded.kl).toBeCloseTo(Math.log(4) - 1 / 20, 12);
    // All seeds in a group of share p: 1 − p.
    expect(gini([10, 0], [25, 75])).toBeCloseTo(0.75, 12);
  });

  it('corrects the bias of KL: seeds drawn as entities are have 0 on average', () => {
    const entities = [100, 300, 50, 550];
    const { integer } = random(3);
    let sum = 0;
    for (let draw = 0; draw < 400; draw++) {
      const seeds = [0, 0, 0, 0];
      for (let i = 0; i < 60; i++) {
        const u = integer(1000);
        seeds[u < 100 ? 0 : u < 400 ? 1 : u < 450 ? 2 : 3]!++;
      }
      sum += spread(seeds, entities).kl;
    }
    // Uncorrected the mean would be (4 − 1) / (2 · 60) = .025; its standard error here is about .001.
    expect(Math.abs(sum / 400)).toBeLessThan(0.006);
  });

  it('keeps Gini and entropy within 0 … 1', () => {
    const group = fc.record({
      entities: fc.integer({ min: 1, max: 99 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 20 }), (groups) => {
        const entities = groups.map((g) => g.entities);
        const seeds = groups.map((g) => Math.ceil(g.entities * g.share));
        fc.pre(seeds.some((s) => s > 0));
        for (const value of [gini(seeds, entities), spread(seeds, entities).entropy]) {
          expect(value).toBeGreaterThanOrEqual(-1e-12);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });
});

describe('coverage', () => {
  it('agrees with SciPy’s shortest paths', () => {
    const graph = new MultimodalGraph({
      ids: Array.from({ length: paths.count }, (_, i) => `e${i}`),
      relationCount: 1,
      triples: {
        head: Int32Array.from(paths.head),
        relation: new Int32Array(paths.head.length),
        tail: Int32Array.from(paths.tail),
      },
      features: new Map(),
    });
    const task = new AlignmentTask({ name: 'paths', left: graph, right: graph, modalities: [] });
    const seeds = Int32Array.from(paths.seeds);
    const found = coverage(task, { left: seeds, right: seeds });
    [0, 1, 2].forEach((h) => {
      expect(found[h as 0 | 1 | 2]).toBeCloseTo(paths.within[h]!, 12);
    });
  });
});

describe('seedQuality', () => {
  const { task, truth } = plantedTask();
  const seeds = {
    left: truth.links.left.slice(0, 40),
    right: truth.links.right.slice(0, 40),
    score: new Float32Array(40),
  };

  it('counts precision and recall only with truth', () => {
    [seeds.right[0], seeds.right[1]] = [seeds.right[1]!, seeds.right[0]!];
    const known = seedQuality(task, seeds, { truth });
    expect(known).toMatchObject({ count: 40, precision: 38 / 40, recall: 38 / 120 });
    const { precision, recall, ...rest } = known;
    expect(seedQuality(task, seeds)).toEqual(rest);
    expect(known.coverage[0]).toBeCloseTo(40 / 120, 12);
  });

  it('tells crowded seeds from spread ones', () => {
    const rows = (keep: (i: number) => boolean) => {
      const left = truth.links.left.filter((_, i) => keep(i)).slice(0, 28);
      return { left, right: left.map((l) => truth.links.right[l]!), score: new Float32Array(left.length) };
    };
    // The planted regions are i mod 4.
    const even = seedQuality(
      task,
      rows(() => true),
      { clusters: 4 },
    );
    const crowded = seedQuality(
      task,
      rows((i) => i % 4 === 0),
      { clusters: 4 },
    );
    expect(even.balance.cluster.kl).toBeLessThan(0.01);
    expect(even.balance.gini).toBeLessThan(0.05);
    expect(crowded.balance.cluster.kl).toBeCloseTo(Math.log(4) - 3 / 56, 6);
    expect(crowded.balance.gini).toBeCloseTo(0.75, 6);
    expect(crowded.groups.cluster.seeds.filter((s) => s > 0)).toEqual([56]);
    expect(crowded.groups.degree.entities.reduce((a, b) => a + b, 0)).toBe(240);
  });

  it('refuses seeds that do not fit and none at all', () => {
    const none = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };
    expect(() => seedQuality(task, none)).toThrow(DataError);
    expect(() => seedQuality(task, { ...seeds, left: seeds.left.map((l) => l + 100) })).toThrow(InputError);
  });
});
