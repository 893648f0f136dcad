import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resampleSeeds } from '../../src/seeds/index.js';
import { allocate, quotas } from '../../src/seeds/quota.js';
import { plantedTask, precision } from '../support/planted.js';

const { task, truth } = plantedTask({ count: 160 });

describe('resampleSeeds', () => {
  it('gives each cluster its share of the seeds', async () => {
    const { seeds } = await resampleSeeds(task, { k: 80, clusters: 4, weights: { image: 1, attribute: 1 } });
    expect(seeds.left).toHaveLength(80);
    expect(precision(seeds, truth)).toBeGreaterThan(0.9);
    const counts = [0, 0, 0, 0];
    for (const c of seeds.cluster!) counts[c]!++;
    // The four planted regions are equally large.
    for (const count of counts) expect(Math.abs(count - 20)).toBeLessThanOrEqual(3);
  });

  it('keeps pairs within a cluster when told to', async () => {
    const { seeds } = await resampleSeeds(task, { k: 60, clusters: 4, scope: 'cluster', pick: 'greedy' });
    expect(seeds.left.length).toBe(60);
    expect(precision(seeds, truth)).toBeGreaterThan(0.8);
  });

  it('loses quota without redistribution: floors, and what a cluster cannot fill', async () => {
    const lost = await resampleSeeds(task, {
      k: 79,
      clusters: 7,
      redistribute: false,
      scope: 'cluster',
      pick: 'greedy',
    });
    expect(lost.seeds.left.length).toBeLessThan(79);
    const all = await resampleSeeds(task, { k: 79, clusters: 7, scope: 'cluster', pick: 'greedy' });
    expect(all.seeds.left.length).toBe(79);
  });

  it('falls back on the fused features where attributes and relations are no use', async () => {
    const named = plantedTask({ widths: { name: 16 }, count: 60 });
    const { seeds } = await resampleSeeds(named.task, { k: 30, clusters: 3, similarity: 'semantic' });
    expect(precision(seeds, named.truth)).toBeGreaterThan(0.9);
  });
});

describe('quotas', () => {
  it('are the floor of each share', () => {
    expect([...quotas(800, [1350, 1591, 1763, 3318, 104])]).toEqual([132, 156, 173, 326, 10]);
  });

  it('hand on what is left, never above k nor above what a cluster has, and leave nothing that could be given', () => {
    const cluster = fc.record({
      size: fc.integer({ min: 1, max: 500 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(cluster, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 2000 }), (list, k) => {
        const sizes = list.map((c) => c.size);
        const available = list.map((c) => Math.floor(c.size * c.share));
        const given = allocate(k, sizes, available);
        const sum = given.reduce((a, b) => a + b, 0);
        given.forEach((g, c) => {
          expect(g).toBeLessThanOrEqual(available[c]!);
          expect(g).toBeGreaterThanOrEqual(Math.min(quotas(k, sizes)[c]!, available[c]!));
        });
        expect(sum).toBe(
          Math.min(
            k,
            available.reduce((a, b) => a + b, 0),
          ),
        );
      }),
    );
  });
});
