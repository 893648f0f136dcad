import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DataError, InputError } from '../../../src/base/index.js';
import { seedQuality } from '../../../src/evaluate/index.js';
import { coverage } from '../../../src/evaluate/seeds/coverage.js';
import { AlignmentTask, MultimodalGraph } from '../../../src/graph/index.js';
import { plantedTask } from '../../support/planted.js';

interface Figures {
  paths: { count: number; head: number[]; tail: number[]; seeds: number[]; within: number[] };
}
const file = new URL('../../oracle/scipy/seed_quality.json', import.meta.url);
const { paths } = JSON.parse(readFileSync(file, 'utf8')) as Figures;

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
