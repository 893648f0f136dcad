import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/index.js';
import { buildCountries } from '../../src/datasets/index.js';
import { type GainRecord, runPool } from '../../src/study/index.js';

export const wait = (seconds: number) => new Promise((done) => setTimeout(done, 1000 * seconds));

/** Waits for something to be the case. @returns what it gave */
export async function until<T>(what: string, look: () => T | undefined | false, seconds = 300): Promise<T> {
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; await wait(0.2)) {
    const found = look();
    if (found) return found;
  }
  throw new Error(`waited ${seconds} s in vain for: ${what}`);
}

interface Told {
  readonly sweep?: string;
  readonly record?: GainRecord;
  readonly said?: string;
  readonly ended?: readonly { readonly name: string; readonly why: string; readonly attempts: number }[];
  readonly error?: string;
}

/** A process that begins a sweep and waits for it, with all that it told. */
export class Coordinator {
  readonly told: Told[] = [];
  readonly process: ChildProcess;
  readonly gone: Promise<void>;
  private rest = '';

  constructor(asked: object, cwd = packageRoot()) {
    const program = join(packageRoot(), 'bench', 'cluster', 'coordinate.mjs');
    this.process = spawn(process.execPath, [program, JSON.stringify(asked)], {
      cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.process.stdout!.on('data', (data: Buffer) => {
      const lines = (this.rest + data.toString()).split('\n');
      this.rest = lines.pop()!;
      for (const line of lines) this.told.push(JSON.parse(line));
    });
    this.gone = new Promise((done) => this.process.on('close', () => done()));
  }

  get folder(): string | undefined {
    return this.told.find(({ sweep }) => sweep)?.sweep;
  }

  get records(): GainRecord[] {
    return this.told.flatMap(({ record }) => record ?? []);
  }

  get failed() {
    return this.told.find(({ ended }) => ended)?.ended ?? [];
  }

  get lines(): string[] {
    return this.told.flatMap(({ said, error }) => said ?? error ?? []);
  }
}

/** A job as a worker's output tells of its beginning. */
export interface Begun {
  readonly name: string;
  readonly child: number;
}

/** What workers' output files say of jobs that were begun. */
export const begunIn = (files: readonly string[]): Begun[] =>
  files
    .flatMap((file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []))
    .flatMap((line) => {
      const [, name, child] = /^(.*): begun, process (\d+)$/.exec(line) ?? [];
      return name ? [{ name, child: Number(child) }] : [];
    });

export const parentOf = (pid: number): number | undefined => {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
};

export const lives = (pid: number): boolean =>
  existsSync(`/proc/${pid}/status`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** Sends a signal to a process that may be gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It was faster.
  }
}

/** What a trial came to. */
export interface Outcome {
  readonly trial: string;
  /** Jobs, and of them those whose record is committed, and those that were named as failed. */
  readonly jobs: number;
  readonly committed: number;
  readonly named: number;
  /** Neither. */
  readonly lost: number;
  /** Records that a coordinator was given twice, or that changed after they were committed. */
  readonly doubled: number;
  /** Records that are not what one process makes here, digit for digit. */
  readonly other: number;
  readonly seconds: number;
  /** What was seen, in words. */
  readonly seen: string;
}

/**
 * The pair of the trials, small and so quick: countries by German and English names and two sets of flags, laid where studies look for
 * DBP15K.
 */
export async function layData(folder: string): Promise<void> {
  await buildCountries(join(folder, 'data', 'dbp15k', 'zh_en'), { seed: 1 });
  process.env.PSQE_DATA = join(folder, 'data');
}

/** What two runs of one job agree in: all but clocks and the commit. */
const content = ({ seconds: _, cpu: __, made, ...record }: GainRecord) =>
  JSON.stringify({ ...record, made: { ...made, commit: null } });

/** What one process makes of the row `raw`, by random seed. */
export async function localRecords(seeds: readonly number[], threads: number): Promise<Map<number, string>> {
  const program = join(packageRoot(), 'dist', 'study', 'sweep', 'gain-worker.js');
  const found = new Map<number, string>();
  const jobs = seeds.map((seed) => ({
    name: String(seed),
    group: '',
    job: { pair: 'dbp15k', ablation: 'raw', aligner: 'small', seed },
  }));
  const ears = { result: (record: GainRecord) => void found.set(record.seed, content(record)), say: console.error };
  const failed = await runPool<object, GainRecord>(program, jobs, ears, { threads });
  if (failed.length > 0) throw new Error('the local runs failed');
  return found;
}

const results = (folder: string) => join(folder, 'results');
const namesIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => /^\w+\.json$/.test(name)) : [];
const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Watches a sweep's results, and adds up what became of it. */
export class Watch {
  private readonly seen = new Map<string, string>();
  private changed = 0;
  private readonly timer = setInterval(() => this.look(), 500);
  private readonly start = performance.now();

  /** @param at the sweep's folder, once it is known */
  constructor(private readonly at: () => string | undefined) {}

  private get folder(): string {
    return this.at() ?? '/nowhere';
  }

  look(): void {
    for (const name of namesIn(results(this.folder))) {
      try {
        const now = hash(join(results(this.folder), name));
        if (this.seen.has(name) && this.seen.get(name) !== now) this.changed++;
        this.seen.set(name, now);
      } catch {
        // The store is away just now.
      }
    }
  }

  outcome(
    trial: string,
    o: { jobs: number; by: readonly Coordinator[]; local: Map<number, string>; seen: string },
  ): Outcome {
    clearInterval(this.timer);
    this.look();
    const twice = o.by.reduce(
      (sum, { records }) => sum + records.length - new Set(records.map(({ seed }) => seed)).size,
      0,
    );
    const committed = namesIn(results(this.folder)).map(
      (name) => JSON.parse(readFileSync(join(results(this.folder), name), 'utf8')).record as GainRecord,
    );
    const named = new Set(o.by.flatMap(({ failed }) => failed.map(({ name }) => name))).size;
    return {
      trial,
      jobs: o.jobs,
      committed: committed.length,
      named,
      lost: Math.max(0, o.jobs - committed.length - named),
      doubled: twice + this.changed,
      other: committed.filter((record) => content(record) !== o.local.get(record.seed)).length,
      seconds: Math.round((performance.now() - this.start) / 1000),
      seen: o.seen,
    };
  }
}

/** The table of docs/scale.md. */
export const tableOf = (outcomes: readonly Outcome[]): string =>
  [
    '| tried | runs | committed | named as failed | lost | doubled | other than local | s | seen |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...outcomes.map(
      (o) =>
        `| ${[o.trial, o.jobs, o.committed, o.named, o.lost, o.doubled, o.other, o.seconds, o.seen].join(' | ')} |`,
    ),
  ].join('\n');
