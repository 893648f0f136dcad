/**
 * The kernel's process: `node main.js CONNECTION_FILE`. This thread runs only the cells; a worker thread holds the
 * sockets, the protocol and TypeScript, so that the kernel answers while a cell is busy.
 */
import { writeSync } from 'node:fs';
import { register } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { HooksStart } from './loader/hooks.js';
import { findProject } from './loader/project.js';
import { readTsconfig } from './loader/tsconfig.js';
import { Flags, type ToMain, type ToWorker, type WorkerStart } from './messages.js';
import { allowDebugging } from './user/debug.js';
import { expectExit, watchForTheEnd } from './user/farewell.js';
import { defineGlobals } from './user/globals.js';
import { makeAsk } from './user/input.js';
import { allowTermination } from './user/interruptible.js';
import { Runner } from './user/runner.js';
import { Stdin } from './user/stdin.js';
import { redirectStreams } from './user/streams.js';
import { timersKeepTheirCell } from './user/timers.js';

function usage(): never {
  writeSync(
    2,
    'usage: node main.js CONNECTION_FILE (a Jupyter client starts the kernel; see the README of typescript-kernel)\n',
  );
  process.exit(2);
}

interface Loader {
  toWorker: import('node:worker_threads').MessagePort;
  reload(): void;
  /** Sees a cell before it runs: the loader's thread (10 MB) starts with the first one that may load a module. */
  before(js: string): void;
}

/** How a cell may load a module, also by code that it makes. */
const LOADS = /\b(import|require|eval|Function|getBuiltinModule)\b/;

/** The module loader's thread gets a line to TypeScript (in the worker) and one for commands (`%reload`). */
function prepareLoader(cwd: string): Loader {
  const transpiler = new MessageChannel();
  const commands = new MessageChannel();
  const data: HooksStart = {
    project: findProject(cwd, readTsconfig),
    transpiler: transpiler.port1,
    commands: commands.port1,
  };
  commands.port2.unref();
  let started = false;
  const transferList = [transpiler.port1, commands.port1];
  return {
    toWorker: transpiler.port2,
    reload: () => commands.port2.postMessage('reload'),
    before(js) {
      if (started || !LOADS.test(js)) return;
      started = true;
      register('./loader/hooks.js', { parentURL: import.meta.url, data, transferList });
    },
  };
}

function startWorker(start: WorkerStart): Worker {
  const worker = new Worker(new URL('./protocol/worker.js', import.meta.url), {
    workerData: start,
    transferList: [start.loader, start.input],
    stdout: false,
    stderr: false,
    // A nursery of four times the size saves little, and is 9 MB more when idle.
    resourceLimits: { maxYoungGenerationSizeMb: 6 },
  });
  worker.on('error', (error) => {
    writeSync(2, `typescript-kernel: its protocol thread failed: ${error.stack ?? error}\n`);
    expectExit();
    process.exit(1);
  });
  worker.on('exit', (code) => {
    expectExit();
    process.exit(code);
  });
  return worker;
}

function main(connectionFile: string): void {
  const cwd = process.cwd();
  // V8 gives memory back only after sweeping; done at leisure beside the program, it holds 170 MB more after 100 cells.
  setFlagsFromString('--no-concurrent-sweeping');
  // For protocol/collect. V8 refuses compiled code that was kept under other flags: here, before TypeScript is loaded.
  setFlagsFromString('--expose-gc');
  process.setSourceMapsEnabled(true);
  process.title = 'typescript-kernel';
  const shared = new SharedArrayBuffer(4 * Flags.length);
  const flag = new Int32Array(shared);
  const loader = prepareLoader(cwd);
  const input = new MessageChannel();
  const worker = startWorker({ connectionFile, cwd, shared, loader: loader.toWorker, input: input.port1 });
  const post = (message: ToWorker): void => worker.postMessage(message);
  const runner = new Runner(flag, post, loader.reload);
  const stdin = new Stdin(runner, post);
  runner.begin = ({ js }) => {
    loader.before(js);
    stdin.begin();
  };
  runner.endOutput = redirectStreams(
    post,
    () => runner.parent,
    (text) => stdin.printed(text),
  );
  const comms = defineGlobals(runner, makeAsk(flag, input.port2, runner, post), post);
  input.port2.unref();
  watchForTheEnd(runner, flag, post);
  allowTermination();
  allowDebugging(runner.scope);
  timersKeepTheirCell(runner);
  // Clients interrupt by message; a stray Ctrl-C must not end the session.
  process.on('SIGINT', () => {});
  worker.on('message', (message: ToMain) => {
    if (message.type === 'run') void runner.run(message);
    else if (message.type === 'interrupt') runner.interrupt(message.run);
    else if (message.type === 'abandon') runner.abandon(message.run);
    else if (message.type === 'ping') post({ type: 'pong', id: message.id });
    else if (message.type === 'line') stdin.line(message.text);
    else if (message.type === 'comm') runner.aside(message.parent, () => comms.receive(message));
    else {
      expectExit();
      process.exit(0);
    }
  });
  post({ type: 'ready' });
}

main(process.argv[2] ?? usage());
