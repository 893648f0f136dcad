import { hostname } from 'node:os';
import { DataError } from '../../../base/index.js';
import { useEngine } from '../../../compute/index.js';
import { gainAblations } from '../../gain/ablations.js';
import { rowKey } from '../../gain/row-key.js';
import { keyDifferences } from '../../key.js';
import { openPair } from '../../pairs.js';
import type { Sweep } from './sweep.js';

/**
 * Refuses to work on a sweep whose records would come out as others here: before the first job, and for all rows, so that no job is
 * spent on it.
 * @throws {DataError} that says in what; {InputError} where a pair's data are missing, or the code is not compiled as it stands
 */
export async function checkWorker({ jobs, threads, id }: Sweep): Promise<void> {
  useEngine({ threads });
  const others = new Set<string>();
  for (const name of new Set(jobs.map(({ pair }) => pair))) {
    const pair = await openPair(name);
    const rows = new Map(jobs.filter((job) => job.pair === name).map((job) => [`${job.ablation} ${job.aligner}`, job]));
    for (const { ablation, aligner, made } of rows.values()) {
      const row = gainAblations.find((each) => each.name === ablation);
      if (!row) others.add(`row ${ablation} (there is none)`);
      else for (const part of keyDifferences([made, await rowKey(pair, row, aligner)])) others.add(part);
    }
  }
  if (others.size === 0) return;
  throw new DataError(
    `refused: this worker and sweep ${id} differ in ${[...others].join(', ')}`,
    hostname(),
    'Give it the build, data, engine and Node.js of the machine that began the sweep',
  );
}
