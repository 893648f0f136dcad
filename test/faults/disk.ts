import fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Random, random } from '../../src/compute/random.js';

// A disk that fails. The file layer calls `fs.x`, so that its calls can be counted and any of them made to fail; what it
// ships with knows nothing of this.

export const faultKinds = ['EIO', 'ENOSPC', 'short', 'kill', 'torn', 'power'] as const;

/**
 * `EIO`: the call fails. `ENOSPC`: it fails, a write after taking a part, and so does every write after it. `short`: a write
 * takes a part, which is no fault. `kill`: the process ends before the call, or within it, a part being written. `torn`: it
 * ends within a rename, both names being there. `power`: it ends, and what was not flushed is lost (all of it, or what came
 * last; files that were not flushed are empty or cut).
 */
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** Which call, counted from 0. */
  readonly at: number;
  /** Draws how much is written, and what is lost. */
  readonly seed: number;
}

const calls = ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'mkdirSync', 'rmSync'] as const;
type Call = (typeof calls)[number];
const real = { ...fs };

/** After these nothing is written any more. */
export const deadly = (kind: FaultKind): boolean => kind === 'kill' || kind === 'torn' || kind === 'power';

/** A change of names that a loss of power may take back. */
interface Unflushed {
  /** The folders whose flushing makes it last. */
  readonly folders: Set<string>;
  undo(): void;
}

/** A disk with a fault; `lift` ends it, and gives what the calls were. */
export class FaultyDisk {
  readonly made: { call: Call; path: string }[] = [];
  /** What each path held when it was renamed into place, for a look at every state that was shown. */
  onRename: ((to: string) => void) | undefined;
  private dead = false;
  private full = false;
  private readonly draw: Random;
  private readonly open = new Map<number, string>();
  private readonly dirty = new Set<string>();
  private readonly unflushed: Unflushed[] = [];

  constructor(private readonly fault?: Fault) {
    this.draw = random(fault?.seed ?? 1);
    for (const call of calls) {
      const patched = (...args: unknown[]) => this.call(call, args);
      (fs as unknown as Record<string, unknown>)[call] = patched;
    }
  }

  /** Ends the fault; a loss of power takes what was not flushed. */
  lift(): void {
    for (const call of calls) (fs as unknown as Record<string, unknown>)[call] = real[call];
    if (this.fault?.kind === 'power' && this.dead) this.loseUnflushed();
  }

  private call(call: Call, given: unknown[]): unknown {
    // Whole paths: what is undone later is undone from another folder.
    const args = given.map((arg, i) =>
      typeof arg === 'string' && (i === 0 || call === 'renameSync') ? resolve(arg) : arg,
    );
    const path = typeof args[0] === 'number' ? this.open.get(args[0]) : String(args[0]);
    const run = () => (real[call] as (...args: unknown[]) => unknown)(...args);
    // Files that the package only reads, and the terminal.
    if (path === undefined || (call === 'openSync' && args[1] === 'r' && !isFolder(path))) return run();
    if (call === 'closeSync') this.open.delete(args[0] as number);
    if (this.dead) {
      if (call === 'closeSync') run();
      throw failure('EIO', call);
    }
    const now = this.made.push({ call, path }) - 1;
    if (this.fault?.at === now) this.strike(this.fault.kind, call, args);
    if (this.full && (call === 'writeSync' || call === 'mkdirSync')) throw failure('ENOSPC', call);
    this.note(call, args, path);
    const result = run();
    if (call === 'openSync') this.open.set(result as number, path);
    if (call === 'renameSync') this.onRename?.(String(args[1]));
    return result;
  }

  private strike(kind: FaultKind, call: Call, args: unknown[]): void {
    if (kind === 'short') {
      if (call === 'writeSync' && (args[3] as number) > 1) args[3] = 1 + this.draw.integer((args[3] as number) - 1);
      return;
    }
    this.dead = deadly(kind);
    this.full = kind === 'ENOSPC';
    if (call === 'writeSync' && kind !== 'EIO')
      real.writeSync(args[0] as number, args[1] as Uint8Array, args[2] as number, this.draw.integer(args[3] as number));
    if (kind === 'torn' && call === 'renameSync' && !isFolder(String(args[0])))
      real.copyFileSync(String(args[0]), String(args[1]));
    if (call === 'closeSync') real.closeSync(args[0] as number);
    throw failure(kind === 'ENOSPC' ? kind : 'EIO', call);
  }

  /** Keeps account of what is not on the disk yet. */
  private note(call: Call, args: unknown[], path: string): void {
    if (call === 'openSync' && args[1] === 'wx') {
      this.dirty.add(path);
      this.keep([path], () => real.rmSync(path, { force: true }));
    } else if (call === 'openSync' && args[1] === 'w') this.dirty.add(path);
    else if (call === 'fsyncSync') this.flushed(path);
    else if (call === 'mkdirSync' && !real.existsSync(path)) {
      const first = firstMissing(path);
      this.keep([first], () => real.rmSync(first, { recursive: true, force: true }));
    } else if (call === 'rmSync' && real.existsSync(path) && !isFolder(path)) {
      const content = real.readFileSync(path);
      this.keep([path], () => real.writeFileSync(path, content));
    } else if (call === 'renameSync') this.noteRename(path, String(args[1]));
  }

  private noteRename(from: string, to: string): void {
    const old = real.existsSync(to) && !isFolder(to) ? real.readFileSync(to) : undefined;
    for (const each of [...this.dirty])
      if (each === from || each.startsWith(`${from}/`)) {
        this.dirty.delete(each);
        this.dirty.add(to + each.slice(from.length));
      }
    this.keep([from, to], () => {
      if (real.existsSync(to)) real.renameSync(to, from);
      if (old) real.writeFileSync(to, old);
    });
  }

  private keep(paths: readonly string[], undo: () => void): void {
    this.unflushed.push({ folders: new Set(paths.map((path) => dirname(path))), undo });
  }

  private flushed(path: string): void {
    this.dirty.delete(path);
    for (const each of this.unflushed) each.folders.delete(path);
    for (let i = this.unflushed.length - 1; i >= 0; i--)
      if (this.unflushed[i]!.folders.size === 0) this.unflushed.splice(i, 1);
  }

  private loseUnflushed(): void {
    for (const path of this.dirty)
      if (real.existsSync(path)) real.truncateSync(path, this.draw.integer(real.statSync(path).size + 1));
    const keep = this.draw.integer(2) === 0 ? 0 : this.draw.integer(this.unflushed.length + 1);
    for (const { undo } of this.unflushed.slice(keep).reverse()) undo();
  }
}

const failure = (code: string, call: string) =>
  Object.assign(new Error(`${code}: made to fail, ${call}`), { code, syscall: call });

const isFolder = (path: string) => real.statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function firstMissing(path: string): string {
  let first = path;
  while (!real.existsSync(dirname(first))) first = dirname(first);
  return first;
}

/** Files in a folder by their paths, folders without files too (`name/`). */
export function filesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  return real.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    const inside = filesIn(path);
    return inside.length > 0 ? inside : [`${path}/`];
  });
}
