import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entityRegions } from '../../src/features/index.js';
import { surest } from '../../src/seeds/curriculum.js';
import { resolveRefine } from '../../src/seeds/refine-options.js';
import { plantedTask } from '../support/planted.js';

const { task } = plantedTask({ count: 60, noise: 0.5 });
const clusters = 4;
const regions = entityRegions(task, { clusters, seed: 1 });

/** 60 pairs, row i with row i, of the given margins. */
function pairsOf(margin: readonly number[]) {
  const rows = Int32Array.from(margin, (_, i) => i);
  return { left: rows, right: rows, score: new Float32Array(rows.length), margin: Float32Array.from(margin) };
}

const margins = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 60, maxLength: 60 });

describe('surest', () => {
  it('takes the share of widest margins, the kept ones before all', () => {
    const o = resolveRefine(task, {});
    fc.assert(
      fc.property(margins, fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.nat({ max: 10 }), (m, share, kept) => {
        const taken = new Set(surest(task, pairsOf(m), share, kept, o).left);
        expect(taken.size).toBe(Math.max(2, kept, Math.round(share * 60)));
        for (let i = 0; i < kept; i++) expect(taken.has(i)).toBe(true);
        const worst = Math.min(...[...taken].filter((i) => i >= kept).map((i) => m[i]!));
        for (let i = kept; i < 60; i++) if (!taken.has(i)) expect(m[i]!).toBeLessThanOrEqual(worst);
      }),
    );
  });

  it('takes each region’s share of its own widest margins', () => {
    const o = resolveRefine(task, { curriculumRegions: clusters });
    fc.assert(
      fc.property(margins, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (m, share) => {
        const taken = new Set(surest(task, pairsOf(m), share, 0, o).left);
        for (let region = 0; region < regions.count; region++) {
          const own = m.flatMap((margin, i) => (regions.left[i] === region ? [{ i, margin }] : []));
          if (own.length === 0) continue;
          const inside = own.filter(({ i }) => taken.has(i));
          expect(inside.length).toBe(Math.max(1, Math.round(share * own.length)));
          const worst = Math.min(...inside.map(({ margin }) => margin));
          for (const { i, margin } of own) if (!taken.has(i)) expect(margin).toBeLessThanOrEqual(worst);
        }
      }),
    );
  });

  it('never leaves out a kept pair of a region that is full', () => {
    const o = resolveRefine(task, { curriculumRegions: clusters });
    const m = Array.from({ length: 60 }, (_, i) => i);
    const { left } = surest(task, pairsOf(m), 0.1, 30, o);
    expect([...left].filter((l) => l < 30)).toHaveLength(30);
    expect(left.length).toBeLessThan(60);
  });
});
