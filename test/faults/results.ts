import { writeFile } from '../../src/base/index.js';
import { dataFile } from '../../src/study/data-files.js';
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

/** What became of a command that was killed at random moments. */
export interface KillResults {
  readonly command: string;
  /** Seconds of an undisturbed run. */
  readonly seconds: number;
  /** Times that it was brought to its end, after some kills each. */
  rounds: number;
  kills: number;
  /** Rounds in which something was lost, was there twice, or was another result. */
  lost: number;
  doubled: number;
  differing: number;
}

/** Keeps what a campaign found. */
export const keepResults = (campaign: string, results: object): void =>
  writeFile(dataFile('faults', `${campaign}.json`), `${JSON.stringify(results, null, 1)}\n`);
