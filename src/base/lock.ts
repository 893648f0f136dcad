import fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { threadId } from 'node:worker_threads';
import { makeFolders, outputError } from './disk.js';
import { OutputError } from './errors.js';
import { endTemporary, host, isAlive, removeTemporary, temporaryPath } from './temporary.js';

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const patience = 30_000;
const own = `${process.pid} ${threadId} ${host}`;

/**
 * Runs a short job that reads a file and writes it anew, while no other process does the same to it: what one of them had
 * written in between would be lost. The lock is a file beside it that names its process; the lock of a dead one is none, that of
 * another machine's process, of which nothing can be known here, holds until it is gone.
 * @returns what the job gives
 * @throws {OutputError} when another process holds the lock for half a minute
 */
export function locked<T>(path: string, job: () => T): T {
  const lock = `${resolve(path)}.lock`;
  const end = Date.now() + patience;
  while (!take(lock)) {
    if (Date.now() > end)
      throw new OutputError('is held by another process', path, `Wait for it, or delete ${lock} if there is none`);
    Atomics.wait(sleeper, 0, 0, 5);
  }
  try {
    return job();
  } finally {
    removeTemporary(lock);
  }
}

/** Takes a lock that nobody holds; it has its content from the first, being a link to a file that is whole. */
function take(lock: string): boolean {
  const temporary = temporaryPath(dirname(lock));
  try {
    makeFolders(dirname(lock));
    fs.writeFileSync(temporary, own);
    fs.linkSync(temporary, lock);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw outputError(lock, cause);
    if (!isHeld(contentOf(lock))) drop(lock);
    return false;
  } finally {
    removeTemporary(temporary);
  }
}

/** Removes the lock of a dead process; it is moved away first, so that of several that find it one has it. */
function drop(lock: string): void {
  const away = temporaryPath(dirname(lock));
  try {
    fs.renameSync(lock, away);
    // Another had dropped it before, and holds it by now.
    if (isHeld(contentOf(away))) fs.linkSync(away, lock);
  } catch {
    // Another was faster.
  }
  endTemporary(away);
  removeTemporary(away);
}

function contentOf(lock: string): string | undefined {
  try {
    return fs.readFileSync(lock, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Whether a lock's process lives, or may. Its own thread's is a leftover: jobs never yield, and hold one lock each; so is one that a
 * crash emptied.
 */
function isHeld(content = ''): boolean {
  const [, pid, at] = /^(\d+) \d+ ([0-9a-f]{8})$/.exec(content) ?? [];
  return pid !== undefined && content !== own && (at !== host || isAlive(Number(pid)));
}
