/**
 * Sweeps on Slurm, attacked: `node bench/run.mjs slurm [trial …]`. Starts a Slurm of its own (one node, this machine, root; nothing is
 * installed or asked of another Slurm) in a temporary folder, runs the row `raw` on a small pair, breaks something, and counts what
 * is lost, doubled, or other than one process makes. A Markdown table; some ten minutes at rest. Wants a build, and Debian's packages
 * slurm-wlm and munge.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/base/index.js';
import { missingPrograms, PrivateSlurm } from './cluster/private-slurm.js';
import { runTrials } from './cluster/run-trials.js';
import { type Begun, begunIn, Coordinator, lives, parentOf, signal, until, wait } from './cluster/trial.js';

const missing = missingPrograms();
if (missing.length > 0) {
  console.error(`Not here: ${missing.join(', ')}. Debian: apt-get install slurm-wlm munge`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'psqe-slurm-'));
const slurm = new PrivateSlurm(folder);
const seeds = [1, 2];
const options = { poll: 1, settle: 5, silence: 60 };
let stores = 0;

/** A sweep that a trial attacks. */
class Attacked {
  readonly store = join(folder, `store-${++stores}`);
  readonly by: Coordinator[] = [];

  begin(more: object = {}): Coordinator {
    const coordinator = new Coordinator({ on: 'slurm', store: this.store, seeds, o: options, ...more });
    this.by.push(coordinator);
    return coordinator;
  }

  get folder(): string {
    return this.by.find((each) => each.folder)!.folder!;
  }

  begun(): Begun[] {
    const logs = join(this.folder, 'slurm');
    const files = readdirSync(logs).filter((name) => name.endsWith('.txt'));
    return begunIn(files.sort().map((name) => join(logs, name)));
  }

  /** Waits until a job runs, by its seed; `after` others of it. */
  running = (seed = 1, after = 0): Promise<Begun> =>
    until(`seed ${seed} to run`, () => {
      try {
        const found = this.begun().filter(({ name }) => name.endsWith(` ${seed}`))[after];
        return found && lives(found.child) ? found : undefined;
      } catch {
        return undefined; // The folder is not there yet.
      }
    });
}

const scancel = (...words: string[]) => spawnSync('scancel', words, { stdio: 'inherit' });

/** Each breaks a sweep that is running, waits for its end, and says what was seen. */
const trials: Record<string, (a: Attacked) => Promise<string>> = {
  'nothing is broken': async (a) => {
    await a.begin().gone;
    return 'as one process makes it';
  },
  'kill -9 of a task': async (a) => {
    const first = a.begin();
    signal(parentOf((await a.running()).child)!, 'SIGKILL');
    await first.gone;
    return first.lines.find((line) => line.includes('begun again'))!;
  },
  'kill -9 of the process in a task that computes': async (a) => {
    const first = a.begin();
    signal((await a.running()).child, 'SIGKILL');
    await first.gone;
    return first.lines.find((line) => line.includes('begun again'))!;
  },
  'kill -9 of the process that waits, the command again': async (a) => {
    const first = a.begin();
    await a.running();
    signal(first.process.pid!, 'SIGKILL');
    await first.gone;
    const second = a.begin();
    await second.gone;
    return second.lines.find((line) => line.startsWith('Going on'))!;
  },
  'Ctrl-C, the command again': async (a) => {
    const first = a.begin();
    await a.running();
    signal(first.process.pid!, 'SIGINT');
    await first.gone;
    await a.begin().gone;
    return 'the tasks went on';
  },
  'begun twice at once': async (a) => {
    const both = [a.begin(), a.begin()];
    await Promise.all(both.map(({ gone }) => gone));
    const arrays = readdirSync(join(a.folder, 'slurm')).filter((name) => /^\d+\.json$/.test(name));
    return `${arrays.length} array`;
  },
  'one run by two processes at once': async (a) => {
    const first = a.begin();
    await a.running();
    const program = join(packageRoot(), 'dist', 'cli', 'main.js');
    const env = { ...process.env, SLURM_ARRAY_TASK_ID: '0' };
    const second = spawn(process.execPath, [program, 'worker', a.folder, '--submission', '1'], { env });
    let text = '';
    second.stdout.on('data', (data) => {
      text += data;
    });
    await Promise.all([first.gone, new Promise((done) => second.on('close', done))]);
    const log = readdirSync(join(a.folder, 'slurm')).find((name) => name.endsWith('_0.txt'))!;
    const last = (lines: string) => lines.trim().split(': ').at(-1);
    return `one said "${last(readFileSync(join(a.folder, 'slurm', log), 'utf8'))}", the other "${last(text)}"`;
  },
  'a run hangs (SIGSTOP)': async (a) => {
    const first = a.begin();
    signal((await a.running()).child, 'SIGSTOP');
    await first.gone;
    return first.lines.find((line) => line.includes('begun again'))!;
  },
  'a poisoned run: killed as often as it is begun': async (a) => {
    const first = a.begin();
    for (const n of [0, 1, 2]) signal((await a.running(1, n)).child, 'SIGKILL');
    await first.gone;
    return first.failed.map(({ why }) => why).join('; ');
  },
  'scancel of one task': async (a) => {
    const first = a.begin();
    await a.running();
    const array = /array (\d+)/.exec(first.lines.find((line) => line.includes('array'))!)![1];
    scancel(`${array}_0`);
    await first.gone;
    return first.failed.map(({ why }) => why).join('; ');
  },
  'slurmctld killed, back after 30 s': async (a) => {
    const first = a.begin();
    await a.running();
    slurm.killController();
    await wait(30);
    await slurm.startController();
    await first.gone;
    return first.lines.find((line) => line.includes('does not answer'))?.slice(0, 90) ?? 'not even noticed';
  },
  'a node lost: slurmd and its tasks killed, back after 30 s': async (a) => {
    const first = a.begin();
    const { child } = await a.running();
    const task = parentOf(child)!;
    const watcher = parentOf(task)!; // slurmstepd
    slurm.killNode();
    for (const pid of [watcher, task, child]) signal(pid, 'SIGKILL');
    await wait(30);
    await slurm.startNode();
    await first.gone;
    return first.lines.find((line) => line.includes('begun again')) ?? 'not even noticed';
  },
  'the store is gone while a run ends, back after it': async (a) => {
    const first = a.begin();
    const { child } = await a.running();
    const place = a.folder;
    renameSync(place, `${place}-away`);
    await until('the task to end', () => !lives(child));
    await wait(2);
    renameSync(`${place}-away`, place);
    await first.gone;
    if (first.failed.length === 0 && first.records.length === seeds.length) return 'by the same command';
    await a.begin().gone;
    return `the command ended (${first.lines.at(-1)}) and was given again`;
  },
  'tasks of other code': async (a) => {
    const first = a.begin({ code: 'of another version' });
    await first.gone;
    return first.failed[0]?.why ?? 'NOT refused';
  },
};

await runTrials(trials, { folder, seeds, attack: () => new Attacked(), server: slurm });
