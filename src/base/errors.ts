/** What went wrong, where, and what to do about it: every error that a user can cause is one of these. */
export class PsqeError extends Error {
  /** @param what the problem; @param where a file:line, entity or option; @param remedy what to do */
  constructor(
    readonly what: string,
    readonly where?: string,
    readonly remedy?: string,
    options?: ErrorOptions,
  ) {
    super(`${where ? `${where}: ` : ''}${what}${remedy ? `. ${remedy}` : ''}`, options);
    this.name = new.target.name;
  }
}

/** A file is missing, malformed, truncated or of another kind; `where` is `file` or `file:line`. */
export class InputError extends PsqeError {}

/** A file that the package wrote is no longer as it was written: what is in it has to be made anew. */
export class DamagedError extends InputError {}

/** A file could not be written whole; what was there before is as it was. */
export class OutputError extends PsqeError {}

/** An option is unknown or out of range; `where` names the component and the option. */
export class OptionError extends PsqeError {}

/** The data are readable but cannot be used (no edges, an empty side, a modality missing everywhere). */
export class DataError extends PsqeError {}

/** A compute engine cannot be had on this machine. */
export class EngineError extends PsqeError {}

/** The caller's `AbortSignal` fired; what was finished before is kept. */
export class AbortedError extends PsqeError {}

/** Says aloud what went wrong and was mended or passed over: on stderr, in notebooks, and to `process.on('warning')`. */
export const warn = (text: string): void => process.emitWarning(text, 'PsqeWarning');
