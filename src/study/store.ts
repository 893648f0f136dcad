import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OptionError, toJson, writeFile } from '../base/index.js';
import type { Provenance } from './record.js';
import type { RunReport } from './report.js';

/** `runs/<id>/record.json`: what was asked, where it ran, and what came out. */
export interface RunRecord extends Provenance {
  readonly id: string;
  /** Hash of request, data, code and engine: runs with the same key may share parts. */
  readonly key: string;
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
  /** The run's folder; made with the first part. */
  readonly folder: string;
  /** Path of a file of the run. */
  path(file: string): string;
  /** A finished part, or undefined. */
  read<T>(part: string): T | undefined;
  /** Keeps a finished part: whole or not at all. */
  keep(part: string, value: unknown): void;
  finish(report: RunReport): RunRecord;
}

/** What decides whether an interrupted run may go on. */
export interface RunKey {
  readonly request: Readonly<Record<string, unknown>>;
  readonly fingerprint: string;
  readonly provenance: Provenance;
}

export const peakMemoryMB = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

function keyOf({ request, fingerprint, provenance }: RunKey): string {
  const { engine, versions, commit } = provenance;
  const parts = [request, fingerprint, engine.name, engine.threads, versions, commit];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}

/** Reads the record of a run. @throws {OptionError} when there is none */
export function readRecord(root: string, id: string): RunRecord {
  const file = join(root, id, 'record.json');
  if (!/^[\w.-]+$/.test(id) || !existsSync(file)) {
    const known = existsSync(root) ? readdirSync(root).sort().slice(-5) : [];
    throw new OptionError(`no run "${id}" in ${root}`, '--resume', `The last ones: ${known.join(', ') || 'none'}`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
}

/** The last unfinished run with this key. */
function unfinished(root: string, key: string): RunRecord | undefined {
  const ids = existsSync(root) ? readdirSync(root).filter((id) => id.endsWith(key)) : [];
  const records = ids.sort().map((id) => readRecord(root, id));
  return records.filter((record) => !record.finished).at(-1);
}

/**
 * Starts a run in `root`, or goes on with an unfinished one: the one named by `resume`, else the last with the same key.
 * @throws {OptionError} when the named run is of another request, or its data, code or engine has changed
 */
export function openRun(root: string, key: RunKey, resume?: string): RunStore {
  const hash = keyOf(key);
  const earlier = resume === undefined ? unfinished(root, hash) : readRecord(root, resume);
  if (earlier && earlier.key !== hash)
    throw new OptionError(
      `run "${resume}" cannot be resumed: its options, data, code or engine were others`,
      '--resume',
      'Start a new run without --resume',
    );
  const startedAt = new Date().toISOString();
  const id = `${startedAt.slice(0, 23).replaceAll(/[-:.]/g, '').replace('T', '-')}-${hash}`;
  const { request, provenance } = key;
  const fresh = { id, key: hash, request, ...provenance, startedAt, finished: false, seconds: 0, peakMemoryMB: 0 };
  return store(root, earlier ?? fresh);
}

function store(root: string, begun: RunRecord): RunStore {
  const folder = join(root, begun.id);
  const start = performance.now();
  const path = (file: string) => join(folder, file);
  let record = begun;
  const save = (more: Partial<RunRecord> = {}) => {
    const seconds = begun.seconds + (performance.now() - start) / 1000;
    record = { ...record, seconds, peakMemoryMB: Math.max(begun.peakMemoryMB, peakMemoryMB()), ...more };
    writeFile(path('record.json'), `${toJson(record, 2)}\n`);
    return record;
  };
  return {
    get record() {
      return record;
    },
    folder,
    path,
    read<T>(part: string) {
      const file = path(`parts/${part}.json`);
      return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
    },
    keep(part, value) {
      writeFile(path(`parts/${part}.json`), toJson(value));
      save();
    },
    finish: (report) => save({ finished: true, report }),
  };
}
