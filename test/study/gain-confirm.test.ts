import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/index.js';
import {
  addEquivalences,
  confirmationLines,
  confirmRecord,
  type GainRecord,
  gainRunner,
  type RecordKey,
  readEquivalences,
  recordsToConfirm,
  whyStale,
} from '../../src/study/index.js';
import { plantedTask } from '../support/planted.js';
import { by, digests, equal, made, record, row, stale } from './stale-records.js';

const folder = mkdtempSync(join(tmpdir(), 'psqe-stale-'));

afterAll(() => rmSync(folder, { recursive: true }));

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
