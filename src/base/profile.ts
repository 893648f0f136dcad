/** Time by stage and operation, while a profile is on; the stages are the tasks that `steps` reports. */

/** What one operation of one stage took. */
export interface ProfileEntry {
  readonly stage: string;
  /** A job of the engine; `other`: all else, JavaScript. */
  readonly op: string;
  readonly calls: number;
  /** Seconds of the clock. */
  readonly wall: number;
  /** Seconds of all threads' processor time. */
  readonly cpu: number;
  /** Additions and multiplications of its matrix products. */
  readonly flops: number;
}

type Sums = { -readonly [K in keyof ProfileEntry]: ProfileEntry[K] };

interface Clock {
  readonly wall: number;
  readonly cpu: number;
}

let entries: Map<string, Sums> | undefined;
let stage = 'start';
let since: Clock = { wall: 0, cpu: 0 };

function now(): Clock {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now() / 1e3, cpu: (user + system) / 1e6 };
}

/** Gives the time since the last call to the operation. */
function book(op: string, calls = 0, flops = 0): void {
  const at = now();
  const key = `${stage}\n${op}`;
  const entry = entries!.get(key) ?? { stage, op, calls: 0, wall: 0, cpu: 0, flops: 0 };
  entries!.set(key, entry);
  entry.calls += calls;
  entry.wall += at.wall - since.wall;
  entry.cpu += at.cpu - since.cpu;
  entry.flops += flops;
  since = at;
}

/** Begins a profile of this process; one that is on is dropped. */
export function startProfile(): void {
  entries = new Map();
  stage = 'start';
  since = now();
}

/** Ends the profile: its entries in the order in which they first came; none when there was no profile. */
export function endProfile(): ProfileEntry[] {
  if (entries) book('other');
  const found = [...(entries?.values() ?? [])];
  entries = undefined;
  return found;
}

/** Says what the time from now on belongs to; rounds of a stage are one. */
export function enterStage(task: string): void {
  if (!entries) return;
  book('other');
  stage = task.replace(/\b\d+ of \d+\b/, 'n');
}

/** Runs an operation (none within another); costs nothing when no profile is on. */
export function profiled<T>(op: string, flops: number, run: () => T): T {
  if (!entries) return run();
  book('other');
  try {
    return run();
  } finally {
    if (entries) book(op, 1, flops);
  }
}
