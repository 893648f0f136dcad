import { type GainRecord, packBits } from '../../src/study/index.js';

export const record = (
  ablation: string,
  seed: number,
  hits: number[],
  seeded: number[] = [0, 0, 0, 0, 0],
): GainRecord => ({
  pair: 'p',
  ablation,
  aligner: 'small',
  seed,
  k: 3,
  count: 4,
  precision: 0.5,
  kl: { cluster: 0, degree: 0 },
  gini: 0,
  coverage: { '0': 0, '1': 1, '2': 1 },
  hits1: hits.reduce((a, b) => a + b, 0) / hits.length,
  hits10: 1,
  mrr: 1,
  reverseHits1: 1,
  hits: packBits(hits),
  seeded: packBits(seeded),
  seconds: { seeds: 1, aligner: 1 },
  made: { engine: 'native', threads: 2, node: '20', commit: null, task: 'x' },
});
