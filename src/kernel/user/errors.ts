import { inspect } from 'node:util';
import type { RawError } from '../messages.js';

/** Thrown inside a cell when it is interrupted. */
export class KeyboardInterrupt extends Error {
  override name = 'KeyboardInterrupt';
  constructor(message = 'the cell was interrupted') {
    super(message);
  }
}

const isErrorLike = (value: unknown): value is Error =>
  value instanceof Error || (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value);

function safely(read: () => unknown, otherwise: string): string {
  try {
    return String(read());
  } catch {
    return otherwise;
  }
}

/** What can be told of anything thrown, as plain data for the other thread. Never throws. */
export function rawError(thrown: unknown, depth = 0): RawError {
  if (!isErrorLike(thrown)) {
    const message = safely(
      () => (typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 2 })),
      'unprintable value',
    );
    return { name: 'Thrown', message };
  }
  const raw: RawError = {
    name: safely(() => thrown.name || thrown.constructor?.name, 'Error'),
    message: safely(() => thrown.message, ''),
    stack: safely(() => thrown.stack ?? '', ''),
  };
  if (depth >= 5) return raw;
  if (thrown.cause !== undefined) raw.cause = rawError(thrown.cause, depth + 1);
  if (thrown instanceof AggregateError) raw.errors = thrown.errors.slice(0, 5).map((e) => rawError(e, depth + 1));
  return raw;
}
