import { describe, expect, it } from 'vitest';
import { metricsByGroup, metricsWhere, rankMetrics, unseeded } from '../../src/evaluate/index.js';
import { degreeQuartiles } from '../../src/graph/index.js';

describe('degreeQuartiles', () => {
  it('cuts distinct degrees in four equal parts', () => {
    expect([...degreeQuartiles([8, 1, 6, 3, 4, 5, 2, 7])]).toEqual([3, 0, 2, 1, 1, 2, 0, 3]);
  });
  it('keeps equal degrees together', () => {
    expect([...degreeQuartiles([1, 1, 1, 1, 1, 9, 9, 10])]).toEqual([0, 0, 0, 0, 0, 2, 2, 3]);
  });
});

describe('metrics of groups', () => {
  const ranks = [1, 2, 1, 12, 6];
  it('measures each group apart, and nothing of an empty one', () => {
    const [a, b, c] = metricsByGroup(ranks, [0, 1, 0, 1, -1], 3);
    expect(a).toEqual({ count: 2, hits1: 1, hits5: 1, hits10: 1, mrr: 1, meanRank: 1 });
    expect(b).toEqual({ count: 2, hits1: 0, hits5: 0.5, hits10: 0.5, mrr: (1 / 2 + 1 / 12) / 2, meanRank: 7 });
    expect(c).toEqual({ count: 0, hits1: null, hits5: null, hits10: null, mrr: null, meanRank: null });
  });
  it('adds up to the whole', () => {
    const parts = metricsByGroup(ranks, [0, 1, 0, 1, 1], 2);
    const total = parts.reduce((sum, part) => sum + part.count * part.mrr!, 0) / ranks.length;
    expect(total).toBeCloseTo(rankMetrics(ranks).mrr!, 12);
    expect(metricsWhere(ranks, (i) => i < 2)).toMatchObject({ count: 2, hits1: 0.5 });
  });
});

describe('unseeded', () => {
  it('is what no compared set has as a left end', () => {
    const sets = [{ left: Int32Array.of(3, 5) }, { left: Int32Array.of(7) }];
    expect([...unseeded(Int32Array.of(3, 4, 7, 8), sets)]).toEqual([0, 1, 0, 1]);
  });
});
