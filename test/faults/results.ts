import { existsSync, readFileSync } from 'node:fs';
import { locked, writeFile } from '../../src/base/index.js';
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
  /** Seconds of processor time of an undisturbed run, in the last call. */
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

/** All that was killed so far: each call of the campaign adds to it, with a random seed of its own. */
export interface KillRecord {
  readonly calls: number;
  /** Commits of the code, the oldest first. */
  readonly code: readonly string[];
  readonly commands: readonly KillResults[];
  readonly found: readonly { readonly command: string; readonly wrong: string }[];
}

const killFile = () => dataFile('faults', 'kills.json');

export const keptKills = (): KillRecord =>
  existsSync(killFile())
    ? (JSON.parse(readFileSync(killFile(), 'utf8')) as KillRecord)
    : { calls: 0, code: [], commands: [], found: [] };

/** Rounds of one command together. */
export const added = (of: readonly KillResults[]): KillResults => {
  const sum = (field: 'rounds' | 'kills' | 'lost' | 'doubled' | 'differing') =>
    of.reduce((total, each) => total + each[field], 0);
  return {
    ...of.at(-1)!,
    rounds: sum('rounds'),
    kills: sum('kills'),
    lost: sum('lost'),
    doubled: sum('doubled'),
    differing: sum('differing'),
  };
};

/** Adds what rounds found. @param o.first whether a call of the campaign begins with them */
export function addKills(
  o: { readonly code: string; readonly first: boolean },
  more: readonly KillResults[],
  found: KillRecord['found'],
): void {
  locked(killFile(), () => {
    const old = keptKills();
    const all = [...old.commands, ...more];
    const names = [...new Set(all.map(({ command }) => command))];
    keepResults('kills', {
      calls: old.calls + (o.first ? 1 : 0),
      code: [...new Set([...old.code, o.code])],
      commands: names.map((name) => added(all.filter(({ command }) => command === name))),
      found: [...old.found, ...found],
    } satisfies KillRecord);
  });
}
