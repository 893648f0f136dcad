import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { packageRoot } from '../../../src/base/index.js';
import { engineInfo, useEngine } from '../../../src/compute/index.js';
import { type GainRecord, gainAblations, gainRunner, openPair, sweepGain } from '../../../src/study/index.js';
import { threadsEach } from '../../../src/study/sweep/pool.js';

const kept: GainRecord[] = [];
vi.mock('../../../src/study/gain/stored.js', async (original) => ({
  ...(await original<object>()),
  keepGain: (record: GainRecord) => void kept.push(record),
}));
const before = engineInfo().threads;
afterAll(() => useEngine({ threads: before }));

/** What two machines' clocks may differ in is left out, and the key, which this run does not make. */
const content = ({ seconds: _, cpu: __, made: { engine, threads }, ...record }: GainRecord) => ({
  ...record,
  made: { engine, threads },
});

test.skipIf(!existsSync(join(packageRoot(), 'dist/study/sweep/gain-worker.js')))(
  'a sweep keeps what one process makes, digit for digit, with as many threads',
  async () => {
    const jobs = ['raw'].map((ablation) => ({ pair: 'emoji', ablation, aligner: 'small', seed: 1 }));
    const lines: string[] = [];
    expect(await sweepGain(jobs, (line) => lines.push(line), { workers: 2 })).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^emoji raw small 1: \d+ seeds/)]);
    useEngine({ threads: threadsEach(1) });
    const run = gainRunner(await openPair('emoji'));
    for (const { ablation, aligner, seed } of jobs) {
      const row = gainAblations.find(({ name }) => name === ablation)!;
      const alone = await run(row, { seed, aligner });
      expect(content(kept.find((record) => record.ablation === ablation)!)).toEqual(content(alone));
    }
  },
  300_000,
);
