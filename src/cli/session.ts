import { fstatSync } from 'node:fs';
import { toJson, type Work, writeOpen } from '../base/index.js';
import { terminalProgress } from './progress.js';

/** Runs a command's long work: progress on stderr, and a first Ctrl-C that stops it cleanly (a second one at once). */
export async function withWork<T>(job: (work: Work) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const progress = terminalProgress(process.stderr);
  const onInterrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    progress.close();
    process.stderr.write('\nStopping after this step; what is done is kept. Ctrl-C again stops at once.\n');
    stop.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  try {
    return await job({ signal: stop.signal, onProgress: progress.listen });
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    progress.close();
  }
}

/**
 * Prints lines on stdout. Into a file it goes by the file layer: there process.stdout writes once and takes a part for the
 * whole (seen in Node 20), so that a report on a nearly full disk would be cut off without a word.
 * @throws {OutputError}
 */
export function say(text: string): void {
  if (fstatSync(1).isFile()) writeOpen(1, `${text}\n`, 'stdout');
  else process.stdout.write(`${text}\n`);
}

/** Says on stderr what was understood of the data, left out or unused. */
export function sayNotes(notes: readonly string[]): void {
  for (const note of notes) process.stderr.write(`! ${note}\n`);
}

/** Prints a command's only JSON object. */
export function printJson(value: unknown): void {
  say(toJson(value, 2));
}
