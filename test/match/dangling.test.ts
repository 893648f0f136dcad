import { describe, expect, it } from 'vitest';
import { type Matrix, random, takeRows } from '../../src/compute/index.js';
import { evaluateAlignment, matchQuality } from '../../src/evaluate/index.js';
import { fuse, openTask } from '../../src/features/index.js';
import type { Links } from '../../src/graph/index.js';
import { matchEntities } from '../../src/match/index.js';
import { syntheticTask } from '../../src/synthetic/index.js';

/** The right side without a fifth of its entities, drawn at random, and the links that are left. */
function withoutAFifth({ left, right }: { left: Matrix; right: Matrix }, links: Links, seed: number) {
  const order = random(seed).fork('dangling').permutation(right.rows);
  const kept = order.subarray(Math.round(right.rows / 5)).sort();
  const at = new Map(Array.from(kept, (row, i) => [row, i]));
  const there = Array.from(links.left, (_, i) => i).filter((i) => at.has(links.right[i]!));
  return {
    sides: { left, right: takeRows(right, kept) },
    links: {
      left: Int32Array.from(there, (i) => links.left[i]!),
      right: Int32Array.from(there, (i) => at.get(links.right[i]!)!),
    },
  };
}

/** F1 of the matches, and Hits@1 of those that have a partner, among all. */
function measure(sides: { left: Matrix; right: Matrix }, links: Links, decoder: 'csls' | 'sinkhorn') {
  const { precision, recall } = matchQuality(matchEntities(sides, { decoder }), links);
  const slack = decoder === 'sinkhorn' ? 'auto' : null;
  const { hits1, reverse } = evaluateAlignment(sides, links, { decoder, slack, candidates: 'all' });
  return { f1: (2 * precision! * recall!) / (precision! + recall!), hits1: hits1!, reverse: reverse.hits1! };
}

describe('a fifth of one side has no partner: Sinkhorn with slack does not lose to CSLS', () => {
  const synthetic = (seed: number) => {
    const { task, truth } = syntheticTask({ entities: 800, noise: 1, seed });
    return { ...fuse(task), links: truth.links };
  };
  const emoji = () => {
    const { task, truth } = openTask('emoji', { seed: 1 });
    return { ...fuse(task), links: truth!.links };
  };
  it.each([
    ['synthetic, seed 1', () => synthetic(1)],
    ['synthetic, seed 2', () => synthetic(2)],
    ['emoji', emoji],
  ])('%s', (_, make) => {
    const { links: all, ...whole } = make();
    const { sides, links } = withoutAFifth(whole, all, 1);
    expect(links.left.length).toBeLessThan(0.85 * all.left.length);
    const [csls, sinkhorn] = [measure(sides, links, 'csls'), measure(sides, links, 'sinkhorn')];
    expect(sinkhorn.f1).toBeGreaterThanOrEqual(csls.f1);
    expect(sinkhorn.hits1).toBeGreaterThanOrEqual(csls.hits1);
    expect(sinkhorn.reverse).toBeGreaterThanOrEqual(csls.reverse);
  });
});
