import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** Names of unfinished files say who writes them, so that those of a killed process can be told from those of a living one. */
const pattern = /^\.psqe-tmp-([0-9a-f]{8})-(\d+)-(\d+)-\d+$/;
/** This machine, in eight hex digits of its name. */
export const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const day = 86_400_000;
let count = 0;

/** What this thread is writing now. */
const underWay = new Set<string>();

/** A new path in `folder` for what is renamed once it is whole; {@link removeTemporary} or {@link endTemporary} ends it. */
export function temporaryPath(folder: string): string {
  const path = join(folder, `.psqe-tmp-${host}-${process.pid}-${threadId}-${count++}`);
  underWay.add(path);
  return path;
}

export const isUnderWay = (path: string): boolean => underWay.has(path);

/** Says that a temporary path has been renamed. */
export function endTemporary(path: string): void {
  underWay.delete(path);
}

/** Whether a name is that of an unfinished file or folder. */
export const isTemporary = (name: string): boolean => pattern.test(name);

/**
 * Removes what killed processes left unfinished in `folder`: also what bears this thread's own name and is not under way,
 * which could not be removed before. Failures do no harm and are passed over.
 */
export function clearTemporaries(folder: string): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    if (isTemporary(name) && isLeftover(name, path)) removeTemporary(path);
  }
}

/** Removes an unfinished file or folder, if it can be. */
export function removeTemporary(path: string): void {
  endTemporary(path);
  try {
    fs.rmSync(path, { recursive: true, force: true });
  } catch {
    // The next write in this folder tries again.
  }
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function isLeftover(name: string, path: string): boolean {
  if (isUnderWay(path)) return false;
  const [, at, process_, thread] = pattern.exec(name)!;
  if (at === host) {
    const own = Number(process_) === process.pid;
    if (own ? Number(thread) === threadId : !isAlive(Number(process_))) return true;
  }
  // Another machine's process, or another process that has got the number since: no write lasts a day.
  const age = Date.now() - (fs.lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > day;
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
