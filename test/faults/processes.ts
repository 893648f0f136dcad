import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.js';

/** How a process came to its end. */
export interface Ended {
  readonly status: number;
  readonly printed: string;
  readonly killed: boolean;
  /** Seconds of processor time. */
  readonly seconds: number;
}

/** How often a process's clock is looked at. */
const LOOK_MS = 4;

/** Seconds of processor time that a process and those that it started have had; undefined where it is gone, or there is no /proc. */
function processorSeconds(pid: number): number | undefined {
  try {
    const after = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    // Its own, and that of children that have ended.
    const own = after.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean);
    return children.reduce((sum, child) => sum + (processorSeconds(Number(child)) ?? 0), own);
  } catch {
    return undefined;
  }
}

/**
 * Runs a program in a process of its own, killed (`kill -9`) after so many seconds if it has not ended by then. Seconds are of processor
 * time where the system tells it (Linux): other work on the machine moves no kill.
 */
export function start(
  place: Place,
  program: string,
  args: readonly string[],
  killAfter = Number.POSITIVE_INFINITY,
): Promise<Ended> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(place.package, program), ...args], { cwd: place.work });
  let printed = '';
  let seconds = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      printed += String(text);
    });
  const timer = setInterval(() => {
    const now = processorSeconds(child.pid!) ?? (seconds || (performance.now() - began) / 1000);
    seconds = Math.max(seconds, now);
    if (seconds >= killAfter) child.kill('SIGKILL');
  }, LOOK_MS);
  return new Promise((done) =>
    child.on('close', (status, signal) => {
      clearInterval(timer);
      done({ status: status ?? 1, printed, seconds, killed: signal === 'SIGKILL' });
    }),
  );
}
