import fs from 'node:fs';

/** The calls by which the file layer changes a disk, and those that it looks with. */
const watched = [
  ...(['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'mkdirSync', 'rmSync'] as const),
  ...(['fchmodSync', 'fchownSync', 'readdirSync', 'statSync', 'lstatSync'] as const),
];

export interface Fault {
  /** Which call fails, counted from 0. */
  readonly at: number;
  /** The system's word for it (ENOSPC). */
  readonly code?: string;
  /** All calls after it fail too: the process was killed here. */
  readonly dead?: boolean;
  /** A write takes half of what it is given, the call after it fails: a disk that is nearly full. */
  readonly short?: boolean;
}

/**
 * Runs `job` on a disk with this fault.
 * @returns what it threw, and how many calls it made
 */
export async function withFault(fault: Fault, job: () => unknown): Promise<{ error: unknown; calls: number }> {
  const real = Object.fromEntries(watched.map((name) => [name, fs[name]]));
  const { at, code = 'ENOSPC', dead = false, short = false } = fault;
  let calls = 0;
  let failAt = at;
  for (const name of watched) {
    const call = real[name] as (...args: unknown[]) => unknown;
    const faulty = (...args: unknown[]) => {
      const now = calls++;
      if (now === failAt && short && name === 'writeSync') {
        failAt++;
        return call(args[0], args[1], args[2], Math.ceil((args[3] as number) / 2));
      }
      if (now === failAt || (dead && now > failAt)) {
        if (name === 'closeSync') call(...args);
        throw Object.assign(new Error(`${code}: ${name}`), { code });
      }
      return call(...args);
    };
    (fs as unknown as Record<string, unknown>)[name] = faulty;
  }
  try {
    await job();
    return { error: undefined, calls };
  } catch (error) {
    return { error, calls };
  } finally {
    Object.assign(fs, real);
  }
}
