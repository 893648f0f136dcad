import { PsqeError } from '../../base/index.js';

/** Something that a check has against a loss or a model. */
export interface Fault {
  /** The name of the check. */
  readonly check: string;
  readonly what: string;
  readonly where: string;
  readonly remedy: string;
}

/** What a check looked at and found in order; a row of a table. */
export interface CheckRow {
  readonly check: string;
  readonly found: string;
}

/** Every fault of a loss or of a model at once; `faults` has them one by one. */
export class CheckError extends PsqeError {
  constructor(
    component: string,
    readonly faults: readonly Fault[],
    options?: ErrorOptions,
  ) {
    const lines = faults.map(({ check, what, where, remedy }) => `\n- ${check}: ${where} ${what}. ${remedy}.`);
    super(`${faults.length} fault${faults.length === 1 ? '' : 's'}${lines.join('')}`, component, undefined, options);
  }
}

/** Notes a fault of the check at hand. */
export type Tell = (where: string, what: string, remedy: string) => void;

/** One check of a subject; it tells its faults, and returns what it found in order, in a few words. */
export interface Check<S> {
  readonly name: string;
  /** The checks after it would make no sense of a subject that fails it. */
  readonly first?: boolean;
  run(subject: S, tell: Tell): string;
}

/**
 * Runs all checks, so that one run shows every fault.
 * @throws {CheckError} when there are faults; what a check threw is its cause
 */
export function runChecks<S>(component: string, checks: readonly Check<S>[], subject: S): CheckRow[] {
  const rows: CheckRow[] = [];
  const faults: Fault[] = [];
  let cause: unknown;
  for (const { name, first, run } of checks) {
    const before = faults.length;
    const tell: Tell = (where, what, remedy) => void faults.push({ check: name, where, what, remedy });
    try {
      rows.push({ check: name, found: run(subject, tell) });
    } catch (error) {
      cause ??= error;
      const message = error instanceof Error ? error.message : String(error);
      tell('it', `threw "${message.replace(/\.\s*$/, '')}"`, 'See the cause for the line');
    }
    if (first && faults.length > before) break;
  }
  if (faults.length > 0) throw new CheckError(component, faults, cause === undefined ? undefined : { cause });
  return rows;
}
