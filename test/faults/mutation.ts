import { PsqeError } from '../../src/base/index.js';
import { type Random, random } from '../../src/compute/index.js';

/** Something that reads bytes, and whole bytes for it. */
export interface Target {
  readonly name: string;
  /** One file, or the files of a folder of which one is changed at a time. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Reads the files; gives back what stands for all that was read. */
  readonly read: (files: Readonly<Record<string, Uint8Array>>) => unknown;
  /** A checksum guards it: what is read of a changed file must be what was written, or refused. */
  readonly sealed?: boolean;
}

/** What came of many mutants of one target. */
export interface TargetResult {
  readonly name: string;
  tried: number;
  read: number;
  refused: number;
  /** The longest that one took, milliseconds. */
  slowest: number;
  readonly wrong: string[];
}

/** Longest that any may take, milliseconds: far above what they take, far below what one calls hanging. */
const patience = 20_000;

const texts = ['\t', '\n', '\r', ' ', '"', "'", '<', '>', '.', ',', ';', '\\', '@', '^', ':', '_', '[', '{', '}', ']'];
const numbers = ['0', '-1', '1e999', '-1e999', 'NaN', '1e-320', '9007199254740993', '99999999999999999999', '0x10', ''];
const odd = ['\0', 'é', '\ufeff', '\u2028', '\ud7ff', '__proto__', 'constructor', 'null', 'true', '<script>', '../..'];

/** The changed bytes: one or two small changes, of ten kinds. @param other bytes of another file, to take a piece of */
export function mutant(bytes: Uint8Array, other: Uint8Array, draw: Random): Uint8Array {
  const once = changed(bytes, other, draw);
  return draw.integer(4) === 0 && once.length > 0 ? changed(once, other, draw) : once;
}

function changed(bytes: Uint8Array, other: Uint8Array, draw: Random): Uint8Array {
  const at = draw.integer(bytes.length);
  const end = Math.min(bytes.length, at + 1 + draw.integer(16));
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  const from = draw.integer(other.length);
  const oneOf = (list: readonly string[]) => Buffer.from(list[draw.integer(list.length)]!);
  const kinds: (() => Uint8Array[])[] = [
    () => [before, Buffer.of(bytes[at]! ^ (1 << draw.integer(8))), bytes.subarray(at + 1)],
    () => [before, Buffer.of(draw.integer(256)), bytes.subarray(at + 1)],
    () => [before, oneOf([...texts, ...odd]), piece, after],
    () => [before, oneOf(numbers), after],
    () => [before, after],
    () => [before, piece, piece, after],
    () => [before, after, piece],
    () => [before],
    () => [before, other.subarray(from, from + 1 + draw.integer(64)), after],
    () => [before, new Uint8Array(4).fill(draw.integer(2) * 255), bytes.subarray(at + 4)],
  ];
  return Buffer.concat(kinds[draw.integer(kinds.length)]!());
}

/** Whether any number in it is not finite; typed arrays, lists, maps and objects are looked through. */
function holdsNaN(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array).some((x) => !Number.isFinite(Number(x)));
  if (value instanceof Map) return [...value.values()].some(holdsNaN);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNaN);
}

const textOf = (value: unknown) =>
  JSON.stringify(value, (_, each) => (ArrayBuffer.isView(each) ? Array.from(each as Float32Array) : each));

/** What is wrong with how a target took these files; undefined for what is read rightly, or refused in words. */
function judged(target: Target, files: Target['files'], whole: string, result: TargetResult): string | undefined {
  try {
    const value = target.read(files);
    result.read++;
    if (target.sealed && value !== undefined && textOf(value) !== whole)
      return 'another value was read, past a checksum';
    return holdsNaN(value) ? 'a number that is not finite was read' : undefined;
  } catch (error) {
    result.refused++;
    if (!(error instanceof PsqeError)) return `a raw error: ${(error as Error)?.stack ?? String(error)}`;
    if (!error.where || !error.remedy) return `an error without place or remedy: ${error.message}`;
    return undefined;
  }
}

/** Reads mutants of one target, always the same for a seed. @param pool files of all targets, to take pieces of */
export function attack(target: Target, count: number, seed: number, pool: readonly Uint8Array[]): TargetResult {
  const result: TargetResult = { name: target.name, tried: 0, read: 0, refused: 0, slowest: 0, wrong: [] };
  const whole = textOf(target.read(target.files));
  const names = Object.keys(target.files).filter((name) => target.files[name]!.length > 0);
  const draw = random(seed).fork(target.name);
  for (; result.tried < count && result.wrong.length < 5; result.tried++) {
    const name = names[result.tried % names.length]!;
    const other = pool[draw.integer(pool.length)]!;
    const files = { ...target.files, [name]: mutant(target.files[name]!, other, draw) };
    const start = performance.now();
    const wrong = judged(target, files, whole, result);
    const took = performance.now() - start;
    result.slowest = Math.max(result.slowest, took);
    const late = took > patience ? `it took ${Math.round(took / 1000)} s` : undefined;
    if (wrong ?? late) result.wrong.push(`mutant ${result.tried} of seed ${seed}, ${name}: ${wrong ?? late}`);
  }
  return result;
}
