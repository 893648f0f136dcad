import { writeFile } from '../../src/base/index.js';
import { dataFile } from '../../src/study/stored.js';
import type { FaultKind } from './disk.js';

/** What became of one command. */
export interface OperationResults {
  readonly command: string;
  /** Calls by which an undisturbed run changes the disk. */
  readonly calls: number;
  /** Faults that there are: kinds at calls. */
  readonly faults: number;
  /** Faults tried, by kind. */
  readonly tried: Partial<Record<FaultKind, number>>;
  /** Of them those that lost something. */
  lost: number;
}

/** Keeps what a campaign found. */
export const keepResults = (campaign: string, results: object): void =>
  writeFile(dataFile('faults', `${campaign}.json`), `${JSON.stringify(results, null, 1)}\n`);
