import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  gainMark,
  gainRecords,
  gainTable,
  marksUsed,
  openPair,
  rowKey,
  staleLines,
  staleRecords,
  whyStale,
} from '../../src/study/index.js';
import { plantedTask } from '../support/planted.js';
import { by, equal, made, record, row, stale } from './stale-records.js';

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
