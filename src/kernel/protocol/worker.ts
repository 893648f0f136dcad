/** The worker thread: sockets, protocol, TypeScript. */
import './compile-cache.js'; // before TypeScript

import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { LanguageSession } from '../language/session.js';
import { findProject } from '../loader/project.js';
import { serveTranspiler } from '../loader/transpile-server.js';
import { readTsconfig } from '../loader/tsconfig.js';
import { Flags, type ToWorker, type WorkerStart } from '../messages.js';
import { collectAfterWork } from './collect.js';
import { keepCompiled } from './compile-cache.js';
import { readConnection } from './connection.js';
import { Kernel } from './kernel.js';
import { MainThread } from './main-thread.js';
import { Sockets } from './sockets.js';
import { terminateMainThread } from './terminate.js';
import { watchClient } from './watch.js';

const start = workerData as WorkerStart;
const flag = new Int32Array(start.shared);
const port = parentPort!;

/** Lets the main thread end the process (its exit handlers run); a busy one is ended first, a stuck one killed. */
async function end(sockets: Sockets, main: MainThread): Promise<void> {
  await sockets.close();
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1500);
  main.post({ type: 'exit' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await terminateMainThread();
}

async function run(): Promise<void> {
  const project = findProject(start.cwd, readTsconfig);
  const sockets = new Sockets(readConnection(start.connectionFile));
  const main = new MainThread(port, flag);
  const language = new LanguageSession(start.cwd, project);
  const answerInput = (line: string): void => {
    start.input.postMessage(line);
    Atomics.store(flag, Flags.input, 1);
    Atomics.notify(flag, Flags.input);
  };
  const close = (): Promise<void> => {
    kernel.debugging.end();
    return end(sockets, main);
  };
  const root = project ? dirname(project.config) : start.cwd;
  const kernel: Kernel = new Kernel({
    sockets,
    main,
    language,
    cwd: start.cwd,
    root,
    terminate: terminateMainThread,
    end: close,
    answerInput,
  });
  const { worked, loaded } = collectAfterWork();
  serveTranspiler(start.loader);
  port.on('message', (message: ToWorker) => {
    worked();
    kernel.fromMain(message);
    if (message.type !== 'dying') return;
    // The sockets must be closed before the thread is torn down: ZeroMQ's addon aborts the process otherwise.
    void sockets.close().then(() => {
      Atomics.store(flag, Flags.farewell, 1);
      Atomics.notify(flag, Flags.farewell);
    });
  });
  await sockets.open((channel, message) => {
    worked();
    kernel.receive(channel, message);
  });
  kernel.start();
  watchClient(() => void close());
  // The first check of a session reads TypeScript's libraries: let it happen while the client still connects.
  setTimeout(() => {
    language.warm();
    keepCompiled();
    loaded();
    worked();
  }, 0);
}

await run();
