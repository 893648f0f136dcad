import { Script } from 'node:vm';
import { InputError } from '../base/index.js';

/** Milliseconds that any file may take, and each of its bytes besides: a hundred times what undamaged ones do. */
const limit = { any: 60_000, byte: 0.02 };

const slot = Symbol.for('psqe: a job with a time limit');
const script = new Script(`globalThis[Symbol.for(${JSON.stringify(Symbol.keyFor(slot))})]()`);

/**
 * Runs a job that parses a file, and ends it when it takes far too long: some damaged bytes keep some parsers busy for ever.
 * @param bytes how large the file is
 * @throws {InputError} when the time is up
 */
export function inTime<T>(path: string, bytes: number, job: () => T, any = limit.any): T {
  const timeout = Math.ceil(any + bytes * limit.byte);
  const place = globalThis as { [slot]?: (() => void) | undefined };
  const before = place[slot];
  let result: T | undefined;
  place[slot] = () => {
    result = job();
  };
  try {
    // The virtual machine's watch is what can stop a loop that never looks up.
    script.runInThisContext({ timeout });
    return result as T;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause;
    throw new InputError(
      `is not read after ${Math.round(timeout / 1000)} s`,
      path,
      'It is probably damaged: copy or write it again',
      { cause },
    );
  } finally {
    place[slot] = before;
  }
}
