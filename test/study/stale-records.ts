import {
  type Equivalence,
  type GainRecord,
  gainAblations,
  type RecordKey,
  type StaleRecord,
  whyStale,
} from '../../src/study/index.js';

export const made = { engine: 'native', threads: 2, node: '20', commit: 'c1', task: 't' };

export const by = (code: string): RecordKey => ({ ...made, code, truth: 'd', options: 'o' });

export const record = (more: Partial<GainRecord> = {}): GainRecord => ({
  pair: 'p',
  ablation: 'psqe',
  aligner: 'small',
  seed: 1,
  k: 3,
  count: 4,
  precision: 0.5,
  kl: { cluster: 0, degree: 0 },
  gini: 0,
  coverage: { '0': 0, '1': 1, '2': 1 },
  hits1: 0.5,
  hits10: 1,
  mrr: 1,
  reverseHits1: 1,
  hits: '8',
  seeded: '0',
  seconds: { seeds: 1, aligner: 1 },
  made,
  ...more,
});

export const digests = { seeds: 's', ranks: 'r' };

export const equal = (from: string, to: string, rows = ['psqe']): Equivalence => ({
  pair: 'p',
  aligner: 'small',
  from,
  to,
  ran: { ablation: 'psqe', seed: 1, ...digests },
  compared: 'seeds and ranks',
  rows,
  engine: 'native',
  threads: 2,
  processor: 'x',
  node: '20',
  commit: null,
  when: '2026-01-01 00:00',
});

export const row = (name: string) => gainAblations.find((v) => v.name === name)!;

export const stale = (record: GainRecord, now = by('B'), name = record.ablation): StaleRecord => ({
  record,
  row: row(name),
  now,
  why: whyStale(record, now),
});
