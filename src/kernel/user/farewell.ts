import { writeSync } from 'node:fs';
import { Flags, type ToWorker } from '../messages.js';
import { rawError } from './errors.js';
import type { Runner } from './runner.js';
import { NoInput } from './stdin.js';

/** Set when the client asked for the end, which then needs no explanation. */
let expected = false;
export function expectExit(): void {
  expected = true;
}

const isNoInput = (thrown: unknown): boolean => {
  try {
    return thrown instanceof NoInput;
  } catch {
    return false;
  }
};

/** Errors that nobody caught are printed, and the session goes on; an end that nobody asked for says why. */
export function watchForTheEnd(runner: Runner, flag: Int32Array, post: (message: ToWorker) => void): void {
  const print = (what: string) => (thrown: unknown) => {
    // The cell has told of it; a readline interface repeats it.
    if (isNoInput(thrown)) return;
    const raw = rawError(thrown);
    process.stderr.write(`${what}: ${raw.stack || `${raw.name}: ${raw.message}`}\n`);
  };
  process.on('uncaughtException', print('Uncaught exception'));
  process.on('unhandledRejection', print('Unhandled promise rejection'));
  process.on('exit', (code) => {
    if (expected) return;
    const reason = `typescript-kernel: a cell ended the process (exit code ${code}); the session's variables are lost`;
    writeSync(2, `${reason}\n`);
    post({ type: 'dying', parent: runner.parent, reason });
    Atomics.wait(flag, Flags.farewell, 0, 500);
  });
}
