import type { ReviewData } from '../../src/review/data.js';

/** A page's data of so many pairs, the surer the later. */
export function madeUpData(count: number): ReviewData {
  const entities = (side: string) =>
    Array.from({ length: count }, (_, i) => ({ id: `${side}${i}`, label: `${side} ${i}` }));
  const why = { score: 0.5, shares: [0.7, -0.2], for: [], against: [], votes: [0, 0, 1], rivals: [] } as const;
  return {
    title: 'made up',
    graphs: ['one', 'two'],
    key: `made up ${count}`,
    shares: ['image', 'hubness, left'],
    left: entities('left'),
    right: entities('right'),
    pairs: Array.from({ length: count }, (_, i) => {
      const stage = i % 4 === 0 ? 'found' : 'seed';
      return { left: i, right: i, sure: (i + 0.5) / count, stage, mutual: true, why };
    }),
    different: [],
  };
}
