import type { RawError } from '../messages.js';
import { cut } from '../text.js';
import { asText } from './bundle.js';

/** Thrown inside a cell when it is interrupted. */
export class KeyboardInterrupt extends Error {
  override name = 'KeyboardInterrupt';
  constructor(message = 'the cell was interrupted') {
    super(message);
  }
}

/** Longest message and stack that are told of one error. */
const LONGEST = 100_000;
/** Causes of causes, and errors gathered in one, that are told. */
const DEPTH = 5;

/** What reading answers with; something else where the value does not let itself be read (a proxy, a getter that throws). */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function text(read: () => unknown, otherwise: string): string {
  const whole = attempt(() => String(read()), otherwise);
  return whole.length > LONGEST ? `${cut(whole, LONGEST)} …` : whole;
}

const isErrorLike = (value: unknown): value is Error =>
  attempt(
    () =>
      value instanceof Error || (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value),
    false,
  );

/** The first errors of an AggregateError; none where it has no list of them. */
const gathered = (thrown: Error): unknown[] =>
  attempt(() => {
    if (!(thrown instanceof AggregateError) || !Array.isArray(thrown.errors)) return [];
    return Array.from({ length: Math.min(DEPTH, thrown.errors.length) }, (_, i) => thrown.errors[i]);
  }, []);

/** What can be told of anything thrown, as plain data for the other thread. Never throws. */
export function rawError(thrown: unknown, depth = 0): RawError {
  if (!isErrorLike(thrown))
    return { name: 'Thrown', message: text(() => (typeof thrown === 'string' ? thrown : asText(thrown)), '') };
  const raw: RawError = {
    name: text(() => thrown.name || thrown.constructor?.name || 'Error', 'Error'),
    message: text(() => thrown.message ?? '', ''),
    stack: text(() => thrown.stack ?? '', ''),
  };
  if (depth >= DEPTH) return raw;
  const cause = attempt(() => thrown.cause, undefined);
  if (cause !== undefined) raw.cause = rawError(cause, depth + 1);
  const errors = depth === 0 ? gathered(thrown) : [];
  if (errors.length > 0) raw.errors = errors.map((error) => rawError(error, depth + 1));
  return raw;
}
