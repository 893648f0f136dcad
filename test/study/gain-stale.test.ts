import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/index.js';
import {
  addEquivalences,
  confirmationLines,
  confirmRecord,
  type Equivalence,
  type GainRecord,
  gainAblations,
  gainMark,
  gainRecords,
  gainRunner,
  gainTable,
  marksUsed,
  openPair,
  type RecordKey,
  readEquivalences,
  recordsToConfirm,
  rowKey,
  type StaleRecord,
  staleLines,
  staleRecords,
  whyStale,
} from '../../src/study/index.js';
import { plantedTask } from '../support/planted.js';

const folder = mkdtempSync(join(tmpdir(), 'psqe-stale-'));
afterAll(() => rmSync(folder, { recursive: true }));

const made = { engine: 'native', threads: 2, node: '20', commit: 'c1', task: 't' };
const by = (code: string): RecordKey => ({ ...made, code, truth: 'd', options: 'o' });
const record = (more: Partial<GainRecord> = {}): GainRecord => ({
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
const digests = { seeds: 's', ranks: 'r' };
const equal = (from: string, to: string, rows = ['psqe']): Equivalence => ({
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
const row = (name: string) => gainAblations.find((v) => v.name === name)!;
const stale = (record: GainRecord, now = by('B'), name = record.ablation): StaleRecord => ({
  record,
  row: row(name),
  now,
  why: whyStale(record, now),
});

describe('gainMark', () => {
  const [a, b] = [record({ made: by('A') }), record({ seed: 2, made: by('B') })];
  const early = record({ seed: 3 });

  it('says nothing of runs of one state, and marks every other mean', () => {
    expect(gainMark([a, { ...a, seed: 2 }])).toBe('');
    expect(gainMark([a, b])).toBe('‡');
    expect(gainMark([early])).toBe('†');
    expect(gainMark([early, a])).toBe('†');
    expect(gainMark([early, a, b])).toBe('†‡');
    for (const other of [
      { made: { ...by('A'), truth: 'e' } },
      { made: { ...by('A'), options: 'e' } },
      { made: { ...by('A'), engine: 'wasm' } },
      { made: { ...by('A'), threads: 4 } },
      { made: { ...by('A'), task: 'u' } },
    ])
      expect(gainMark([a, record({ seed: 2, ...other })]), JSON.stringify(other)).toBe('‡');
  });

  it('takes code as the same where it was confirmed, for those rows alone', () => {
    expect(gainMark([a, b], [equal('A', 'B')])).toBe('');
    expect(gainMark([a, b], [equal('A', 'C'), equal('C', 'B')])).toBe('');
    expect(gainMark([early, b], [equal('commit c1', 'B')])).toBe('');
    expect(gainMark([early, b], [equal('commit c2', 'B')])).toBe('†');
    expect(gainMark([a, b], [equal('A', 'B', ['pivot'])])).toBe('‡');
    expect(gainMark([a, b], [{ ...equal('A', 'B'), aligner: 'mclea' }])).toBe('‡');
    expect(gainMark([a, b], [{ ...equal('A', 'B'), pair: 'q' }])).toBe('‡');
  });

  it('does not depend on order, and stands in the table with the numbers', () => {
    const some = fc.constantFrom(a, b, early, record({ seed: 4, made: by('C') }));
    fc.assert(
      fc.property(fc.array(some, { minLength: 1 }), (runs) => {
        expect(gainMark(runs.toReversed(), [equal('A', 'C')])).toBe(gainMark(runs, [equal('A', 'C')]));
      }),
    );
    const groups = { links: 4, marks: { all: Uint8Array.of(1, 1, 1, 1) } };
    expect(gainTable([a, b], { against: 'psqe', groups })[0]).toMatchObject({ runs: 2, mark: '‡', count: 4 });
    expect(gainTable([a, b], { against: 'psqe', groups, equal: [equal('A', 'B')] })[0]).toMatchObject({ mark: '' });
    expect(marksUsed('5 †').join()).toMatch(/^† runs of earlier code/);
    expect(marksUsed('5')).toEqual([]);
  });
});

describe('stale records', () => {
  it('are those whose code, data or options are others; engine and threads make none stale', () => {
    const now = record({ made: by('A') });
    expect(whyStale(now, by('A'))).toEqual([]);
    expect(whyStale({ ...now, made: { ...now.made, threads: 8 } }, by('A'))).toEqual([]);
    expect(whyStale(now, by('B'))).toEqual(['code A, now B']);
    expect(whyStale(now, { ...by('A'), task: 'x', options: 'y' })).toEqual(['other data', 'other options']);
    expect(whyStale(now, by('B'), [equal('A', 'B')])).toEqual([]);
    const commit = `${'0123456789'.repeat(4)}+abcdef01`;
    expect(whyStale(record({ made: { ...made, commit } }), by('B'))).toEqual(['earlier code, commit 0123456+abcdef01']);
    const two = [stale(now), stale({ ...now, seed: 2 })];
    expect(staleLines(two)).toEqual(['psqe, small: random seeds 1, 2 (code A, now B)']);
  });

  it('depend on what a row sets, not on its random seed or name', async () => {
    const { task, truth } = plantedTask({ count: 60, noise: 0.5 });
    const pair = { name: 'planted', task, truth, k: 20 };
    const of = (name: string, more: object = {}, p = pair) => rowKey(p, { ...row(name), ...more }, 'small');
    const psqe = await of('psqe');
    expect(await of('psqe', { name: 'other', label: 'x' })).toEqual(psqe);
    expect((await of('no-flood')).code).toBe(psqe.code);
    expect((await of('no-flood')).options).not.toBe(psqe.options);
    // An option given as its default is the same run.
    expect(await of('psqe', { psqe: { preset: 'default' } })).toEqual(psqe);
    expect((await of('psqe', {}, { ...pair, k: 21 })).options).not.toBe(psqe.options);
    const fewer = { ...pair, truth: plantedTask({ count: 61, noise: 0.5 }).truth };
    expect((await of('psqe', {}, fewer)).truth).not.toBe(psqe.truth);
    expect((await of('pivot')).code).not.toBe(psqe.code);
  });

  it('are told of the stored records of a row whose weights a run learns', async () => {
    const [pair, learned] = [await openPair('emoji'), row('weights-learned')];
    const stored = gainRecords('emoji').filter((r) => r.ablation === learned.name);
    expect(stored.length).toBeGreaterThan(0);
    const found = await staleRecords(pair, { records: stored, rows: [learned], equal: [] });
    expect(found.map((each) => each.record)).toEqual(stored);
    for (const { why } of found) expect(why.join()).toMatch(/^earlier code, commit [0-9a-f]{7}/);
    const now = await rowKey(pair, learned, 'small');
    const records = stored.map((r) => ({ ...r, made: now }));
    expect(await staleRecords(pair, { records, rows: [learned], equal: [] })).toEqual([]);
    const others = stored.map((r) => ({ ...r, made: { ...now, options: 'o' } }));
    expect((await staleRecords(pair, { records: others, rows: [learned], equal: [] }))[0]!.why).toEqual([
      'other options',
    ]);
  });
});

describe('confirmRecord', () => {
  const old = record({ made: by('A'), digests });
  const answer = (fresh: Partial<GainRecord>) => async () => record({ digests, ...fresh });

  it('records the code as the same for the rows of that code, where seeds and ranks are the same', async () => {
    const all = [
      stale(old),
      stale({ ...old, ablation: 'no-flood' }),
      stale({ ...old, ablation: 'pivot' }, by('P')),
      stale({ ...old, ablation: 'no-curriculum', made: by('Z') }),
      stale({ ...old, ablation: 'one-round', aligner: 'mclea' }),
    ];
    const found = await confirmRecord(all[0]!, { stale: all, run: answer({ seconds: { seeds: 9, aligner: 9 } }) });
    expect(found).toMatchObject({ compared: 'seeds and ranks', differs: [] });
    expect(found.equivalence).toMatchObject({
      from: 'A',
      to: 'B',
      rows: ['no-flood', 'psqe'],
      ran: { seed: 1, ...digests },
    });
    const words = confirmationLines(found).join('\n');
    expect(words).toMatch(/same by the bytes of seed list and ranks; A = B/);
    expect(words).toMatch(/taken to hold, not run: no-flood/);
    expect(whyStale(old, by('B'), [found.equivalence!])).toEqual([]);
  });

  it('compares what a record of earlier code holds, to the last digit, for that row alone, and says so', async () => {
    const early = record();
    const all = [stale(early), stale({ ...early, ablation: 'no-flood' })];
    const found = await confirmRecord(all[0]!, { stale: all, run: answer({}) });
    expect(found.equivalence).toMatchObject({ from: 'commit c1', rows: ['psqe'], compared: 'stored figures' });
    expect(confirmationLines(found).join('\n')).toMatch(/not shown: the order and scores of the seeds/);
    // What came out then is kept, so that the next comparison is of bytes.
    const again = await confirmRecord(stale(early, by('C')), {
      stale: all,
      run: answer({ digests: { seeds: 's', ranks: 'other' } }),
      equal: [found.equivalence!],
    });
    expect(again).toMatchObject({ compared: 'seeds and ranks', differs: ['ranks: "r", now "other"'] });
  });

  it('records nothing where anything differs', async () => {
    const early = record();
    const differences: [GainRecord, Partial<GainRecord>, RegExp][] = [
      [old, { digests: { seeds: 'other', ranks: 'r' } }, /seeds/],
      [old, { made: { ...made, engine: 'wasm' } }, /engine: native, now wasm/],
      [old, { made: { ...made, threads: 1 } }, /threads: 2, now 1/],
      [early, { hits1: 0.5001 }, /hits1: 0.5, now 0.5001/],
      [early, { hits: '4' }, /hits: "8", now "4"/],
      [early, { kl: { cluster: 0.0001, degree: 0 } }, /kl/],
    ];
    for (const [stored, fresh, why] of differences) {
      const found = await confirmRecord(stale(stored), { stale: [stale(stored)], run: answer(fresh) });
      expect(found.equivalence).toBeUndefined();
      expect(found.differs.join()).toMatch(why);
      expect(confirmationLines(found)[0]).toMatch(/NOT the same/);
    }
  });

  it('runs one random seed of each code, and none whose options or data changed', () => {
    const at = (seed: number, code: string, more: Partial<RecordKey> = {}) =>
      stale({ ...old, seed, made: { ...by(code), ...more } });
    const all = [at(3, 'A'), at(1, 'A'), at(2, 'X'), at(4, 'Y', { options: 'other' })];
    const seeds = (given?: number[]) => recordsToConfirm(all, ['psqe'], given).map((s) => s.record.seed);
    expect(seeds()).toEqual([1, 2]);
    expect(seeds([3])).toEqual([3]);
    expect(recordsToConfirm(all, ['pivot'])).toEqual([]);
  });

  it('confirms a run of the study by itself, and not by one with another random seed', async () => {
    const { task, truth } = plantedTask({ count: 60, noise: 3 });
    const run = gainRunner({ name: 'p', task, truth, k: 20 });
    const fresh = await run(row('pivot-csls'), { seed: 1 });
    const stored = { ...fresh, made: { ...fresh.made, code: 'A' } };
    const again = stale(stored, { ...fresh.made, code: 'B' });
    const same = await confirmRecord(again, { stale: [again], run: ({ row: r, record: o }) => run(r, o) });
    expect(same).toMatchObject({ compared: 'seeds and ranks', differs: [] });
    const other = await confirmRecord(again, { stale: [again], run: ({ row: r }) => run(r, { seed: 2 }) });
    expect(other.equivalence).toBeUndefined();
  });
});

describe('stored equivalences', () => {
  it('are kept once a pair, aligner, row and codes, and read back; a broken line is named', () => {
    const path = join(folder, 'equivalent.jsonl');
    expect(readEquivalences(path)).toEqual([]);
    const later = { ...equal('A', 'B'), when: '2026-02-02 00:00' };
    addEquivalences([equal('A', 'B'), equal('B', 'C')], path);
    addEquivalences([later], path);
    expect(readEquivalences(path)).toEqual([later, equal('B', 'C')]);
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"pair":1}\n`);
    expect(() => readEquivalences(path)).toThrow(InputError);
    expect(() => readEquivalences(path)).toThrow(/equivalent\.jsonl:3/);
  });
});
