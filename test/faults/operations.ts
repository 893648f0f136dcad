import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { random } from '../../src/compute/random.js';
import type { Command, Psqe } from './commands.js';
import { deadly, type Fault, type FaultKind, FaultyDisk, faultKinds, filesIn } from './disk.js';
import {
  type Place,
  type PlainState,
  plainContent,
  plainName,
  plainState,
  restore,
  type State,
  stateOf,
  temporariesIn,
  unfinished,
} from './place.js';

/** What an undisturbed run of a command does, against which those with faults are held. */
export interface Undisturbed {
  readonly command: Command;
  readonly before: State;
  readonly plainBefore: PlainState;
  readonly after: PlainState;
  /** Every content that was ever shown under a name. */
  readonly shown: ReadonlyMap<string, ReadonlySet<string>>;
  /** The calls by which it changed the disk. */
  readonly calls: readonly string[];
}

/** A fault that was not survived. */
export interface Lost {
  readonly command: string;
  readonly fault: Fault;
  readonly call: string;
  readonly what: string;
}

/** Commands run in this process, from the built package of the place: hundreds of starts would take most of the time. */
export async function psqeIn(place: Place): Promise<Psqe> {
  const program = pathToFileURL(join(place.package, 'dist', 'cli', 'program.js')).href;
  const { runCli } = (await import(/* @vite-ignore */ program)) as { runCli(args: string[]): Promise<number> };
  return async (...args) => {
    const before = process.cwd();
    const streams = [process.stdout, process.stderr] as const;
    const writes = streams.map((stream) => stream.write);
    let printed = '';
    for (const stream of streams)
      stream.write = ((text: string | Uint8Array) => {
        printed += String(text);
        return true;
      }) as typeof stream.write;
    process.chdir(place.work);
    try {
      return { status: await runCli(args), printed };
    } finally {
      process.chdir(before);
      streams.forEach((stream, i) => {
        stream.write = writes[i]!;
      });
    }
  };
}

/** Runs a command undisturbed, twice: what differs between the two is no fault's doing. */
export async function undisturbed(command: Command, psqe: Psqe, place: Place, clean: State): Promise<Undisturbed> {
  restore(place, clean);
  await command.before(psqe, place);
  const before = stateOf(place);
  const shown = new Map<string, Set<string>>();
  const show = (name: string, content: string) => shown.set(name, (shown.get(name) ?? new Set()).add(content));
  const disk = new FaultyDisk();
  disk.onRename = (to) => {
    for (const path of to.includes('.psqe-tmp') ? [] : [to, ...filesIn(to)].filter((each) => !each.endsWith('/')))
      try {
        const name = relative(place.root, path);
        show(plainName(name), plainContent(name, readFileSync(path)));
      } catch {
        // A folder.
      }
  };
  const { status, printed } = await command.run(psqe, place).finally(() => disk.lift());
  if (status !== 0) throw new Error(`${command.name} failed undisturbed: ${printed}`);
  const after = plainState(stateOf(place));
  const plainBefore = plainState(before);
  for (const [name, content] of [...plainBefore, ...after]) show(name, content);
  restore(place, before);
  await command.run(psqe, place);
  const differing = differences(after, plainState(stateOf(place)));
  if (differing.length > 0) throw new Error(`${command.name} gives other results each time: ${differing.join(', ')}`);
  const calls = disk.made.map(({ call, path }) => `${call} ${plainName(relative(place.root, path))}`);
  return { command, before, plainBefore, after, shown, calls };
}

/** Names of which contents differ. */
const differences = (a: PlainState, b: PlainState): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name)).sort();

/** Whether a fault of this kind makes a difference at a call. */
const strikes = (kind: FaultKind, call: string): boolean =>
  kind === 'torn' ? call.startsWith('rename') : kind === 'short' ? call.startsWith('write') : true;

/** Every fault at every call. */
export const allFaults = ({ calls }: Undisturbed, seed: number): Fault[] =>
  faultKinds.flatMap((kind) =>
    calls.flatMap((call, at) => (strikes(kind, call) ? [{ kind, at, seed: seed + 7919 * at }] : [])),
  );

/** A seeded order in which kinds take turns, so that what is cut off by time is another part each time, and of every kind. */
export function inTurns(faults: readonly Fault[], seed: number): Fault[] {
  const order = Array.from(random(seed).permutation(faults.length), (i) => faults[i]!);
  const turns = new Map<FaultKind, number>();
  const turn = ({ kind }: Fault) => turns.set(kind, (turns.get(kind) ?? 0) + 1).get(kind)!;
  return order
    .map((fault) => ({ fault, turn: turn(fault) }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ fault }) => fault);
}

/** Runs a command with a fault, then again without. @returns what was wrong; undefined: the fault was survived */
export async function survive(of: Undisturbed, fault: Fault, psqe: Psqe, place: Place): Promise<string | undefined> {
  const { command, before } = of;
  restore(place, before);
  const disk = new FaultyDisk(fault);
  const first = await command.run(psqe, place).finally(() => disk.lift());
  const wrong = deadly(fault.kind) ? undefined : wrongAnswer(first, fault);
  if (wrong) return wrong;
  const half = shownHalf(of, plainState(stateOf(place)));
  if (half) return half;
  if (isOver(of, place)) return undefined;
  return wrongEnd(of, await command.run(psqe, place), place);
}

/** Whether a command that is not to be run twice has come to its end. */
export const isOver = ({ command, after }: Undisturbed, place: Place): boolean =>
  command.once === true && differences(after, plainState(stateOf(place))).length === 0;

/** What is wrong after the same command was given again. */
export function wrongEnd(
  { command, after }: Undisturbed,
  { status, printed }: { status: number; printed: string },
  place: Place,
): string | undefined {
  if (status !== 0 && !command.doneAlready?.test(printed))
    return `the same command again fails: ${printed.trim().slice(-300)}`;
  const temporary = temporariesIn(place);
  if (temporary.length > 0) return `temporary files stay: ${temporary.join(', ')}`;
  const differing = differences(after, plainState(stateOf(place)));
  return differing.length > 0 ? `other results: ${differing.join(', ')}` : undefined;
}

/** What is wrong with an answer to a fault that can be told. */
function wrongAnswer({ status, printed }: { status: number; printed: string }, fault: Fault): string | undefined {
  if (status === 0) return undefined;
  const said = printed.trim().split('\n').at(-1) ?? '';
  if (status !== 2) return `ends with ${status}: ${said.slice(-300)}`;
  const words = fault.kind === 'ENOSPC' ? /no space left.*Free some space/ : /the disk fails.*Choose a folder/;
  return words.test(said) && /^psqe: [^:]*\/?[^:]+: /.test(said)
    ? undefined
    : `the error does not say what, where and what to do: ${said}`;
}

/** A file that is neither what was before, nor ever shown by an undisturbed run; or files together that are not of one run. */
export function shownHalf({ command, shown, plainBefore, after }: Undisturbed, now: PlainState): string | undefined {
  for (const [name, content] of now)
    if (!isUnfinished(name) && !shown.get(name)?.has(content)) return `${name} is shown, and not whole`;
  return command.mixed?.(plainBefore, whole(now), after);
}

/** A state without what is unfinished. */
const whole = (state: PlainState): PlainState => new Map([...state].filter(([name]) => !isUnfinished(name)));

/** Temporary files and locks, by their names. */
const isUnfinished = (name: string) => unfinished.test(name) || name.endsWith('.lock');
