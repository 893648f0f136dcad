import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/compute/index.js';
import { entropy, gini, klDivergence, spread } from '../../src/stats/index.js';

interface Figures {
  spreads: { seeds: number[]; entities: number[]; entropy: number; kl: number; gini: number }[];
}
const file = new URL('../oracle/scipy/seed_quality.json', import.meta.url);
const { spreads } = JSON.parse(readFileSync(file, 'utf8')) as Figures;

describe('spread over groups', () => {
  it.each(spreads)('agrees with SciPy over $entities.length groups', ({ seeds, entities, ...expected }) => {
    const k = seeds.reduce((a, b) => a + b, 0);
    const { entropy: evenness, kl } = spread(seeds, entities);
    expect(evenness).toBeCloseTo(expected.entropy, 10);
    expect(kl + (seeds.length - 1) / (2 * k)).toBeCloseTo(expected.kl, 10);
    expect(klDivergence(seeds, entities)).toBeCloseTo(expected.kl, 10);
    expect(entropy(seeds) / Math.log(seeds.length)).toBeCloseTo(expected.entropy, 10);
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
