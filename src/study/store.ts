import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import {
  clearTemporaries,
  DamagedError,
  lookAt,
  makeFolder,
  OptionError,
  readSealed,
  sealed,
  warn,
  writeSealed,
} from '../base/index.js';
import { type Kept, readKept } from './kept.js';
import { keyDifferences, keyHash, type Provenance, provenance, type RecordKey } from './key.js';
import type { RunReport } from './report.js';

const recordSchema = 'psqe-run-2';
const partSchema = 'psqe-part-1';

/** `runs/<id>/record.json`: what was asked, where it ran, and what came out. */
export interface RunRecord extends Provenance {
  readonly id: string;
  /** What it depends on: runs with the same key may share parts. */
  readonly made: RecordKey;
  /** The command's own options, so that the run can be repeated from its record alone. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly startedAt: string;
  readonly finished: boolean;
  /** Time spent so far, over all resumptions. */
  readonly seconds: number;
  readonly peakMemoryMB: number;
  readonly report?: RunReport;
}

/** Where a run keeps its finished parts; a run without a store keeps nothing. */
export interface RunStore {
  readonly record: RunRecord;
  /** The run's folder; made, with its record in it, with the first part or path. */
  readonly folder: string;
  /** Path of a file of the run. */
  path(file: string): string;
  /** A finished part; undefined where there is none, or a damaged one, which is said aloud. @throws {InputError} when it cannot be read */
  read<T>(part: string): T | undefined;
  /** Keeps a finished part: whole or not at all. */
  keep(part: string, value: unknown): void;
  finish(report: RunReport): RunRecord;
}

export const peakMemoryMB = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

const recordFile = (root: string, id: string) => join(root, id, 'record.json');

/** A run's record, in its folder. */
const recordKind = (folder: string): Kept<RunRecord> => ({
  what: 'record of a run',
  schema: z.custom<RunRecord>(),
  make: `Delete ${folder}, and start anew`,
  seal: recordSchema,
});

/** The runs in `root` that have a record, the oldest first: a folder without one holds nothing to go on from. */
const runIds = (root: string): string[] =>
  existsSync(root)
    ? readdirSync(root)
        .filter((id) => existsSync(recordFile(root, id)))
        .sort()
    : [];

/**
 * Reads the record of a run. @param asked what errors call the request for it
 * @throws {OptionError} when there is none; {InputError} when it is damaged
 */
export function readRecord(root: string, id: string, asked = '--resume'): RunRecord {
  const ids = runIds(root);
  if (!ids.includes(id))
    throw new OptionError(`no run "${id}" in ${root}`, asked, `The last ones: ${ids.slice(-5).join(', ') || 'none'}`);
  return readKept(recordFile(root, id), recordKind(join(root, id)));
}

/** The last unfinished run with this key. One whose record is damaged is passed over aloud: nobody knows how far it had come. */
function unfinished(root: string, key: string): RunRecord | undefined {
  const ids = runIds(root).filter((id) => id.endsWith(`-${key}`));
  return ids
    .flatMap((id) => unlessDamaged(() => readRecord(root, id), 'The run is passed over') ?? [])
    .filter((record) => !record.finished)
    .at(-1);
}

/** What is read; undefined where it is damaged, which is said with what comes of it. */
function unlessDamaged<T>(read: () => T, comesOfIt: string): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error;
    warn(`${error.where}: ${error.what}. ${comesOfIt}`);
    return undefined;
  }
}

/**
 * Starts a run in `root`, or goes on with an unfinished one: the one named by `resume`, else the last with the same key.
 * @param asked `request`: the command's own options; `made`: what the run depends on
 * @throws {OptionError} when the named run is of another request, or its data, code or engine has changed
 * @throws {InputError} when the record of the named run is damaged
 */
export function openRun(root: string, asked: Pick<RunRecord, 'request' | 'made'>, resume?: string): RunStore {
  clearRuns(root);
  const hash = keyHash(asked.made);
  const earlier = resume === undefined ? unfinished(root, hash) : readRecord(root, resume);
  if (earlier && keyHash(earlier.made) !== hash)
    throw new OptionError(
      `run "${resume}" cannot be resumed: others now are ${keyDifferences([earlier.made, asked.made])
        .map((part) => `the ${part}`)
        .join(', ')}`,
      '--resume',
      'Start a new run without --resume',
    );
  const startedAt = new Date().toISOString();
  const id = `${startedAt.slice(0, 23).replaceAll(/[-:.]/g, '').replace('T', '-')}-${hash}`;
  const begun = { ...asked, ...provenance(), startedAt, finished: false, seconds: 0, peakMemoryMB: 0 };
  return store(root, earlier ?? { id, ...begun }, earlier !== undefined);
}

/** Removes what killed runs left unfinished, in folders that no run may write to again. */
function clearRuns(root: string): void {
  const runs = runIds(root).map((id) => join(root, id));
  for (const folder of [
    root,
    ...runs.flatMap((run) => [run, ...['parts', 'seeds', 'figures'].map((each) => join(run, each))]),
  ])
    clearTemporaries(folder);
}

function store(root: string, begun: RunRecord, there: boolean): RunStore {
  const folder = join(root, begun.id);
  const start = performance.now();
  let record = begun;
  let made = there;
  // The folder comes with its record: one without could not be told from a run, and would hold nothing.
  const path = (file: string) => {
    if (!made) makeFolder(folder, { 'record.json': sealed(recordSchema, record, 2) });
    made = true;
    return join(folder, file);
  };
  const save = (more: Partial<RunRecord> = {}) => {
    const seconds = begun.seconds + (performance.now() - start) / 1000;
    record = { ...record, seconds, peakMemoryMB: Math.max(begun.peakMemoryMB, peakMemoryMB()), ...more };
    writeSealed(path('record.json'), recordSchema, record, 2);
    return record;
  };
  return {
    get record() {
      return record;
    },
    folder,
    path,
    read: <T>(part: string) => readPart<T>(join(folder, `parts/${part}.json`), part),
    keep(part, value) {
      writeSealed(path(`parts/${part}.json`), partSchema, { part, value });
      save();
    },
    finish: (report) => save({ finished: true, report }),
  };
}

function readPart<T>(file: string, part: string): T | undefined {
  if (!lookAt(file)) return undefined;
  return unlessDamaged(() => {
    const kept = readSealed<{ part: string; value: T }>(file, partSchema, 'Delete it and give the command again');
    if (kept.part !== part) throw new DamagedError(`is the part "${kept.part}"`, file);
    return kept.value;
  }, 'It is made anew');
}
