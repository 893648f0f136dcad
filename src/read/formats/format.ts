import { InputError } from '../../base/index.js';
import type { FilePair } from '../dataset.js';
import type { RawGraph } from '../raw.js';
import type { Source } from '../source.js';

/** What a user may say of how to read. */
export interface ReadOptions {
  /** The language of names, e.g. `en`, where a format has several. */
  readonly language?: string | undefined;
}

/** What all formats have. */
interface Recognised {
  /** As errors call it: `a feature folder`. */
  readonly name: string;
  /** What a source lacks to be of this format, in the words of an error (`triples_2`); nothing: it is. */
  recognise(source: Source): readonly string[];
}

/** A format of one graph (a file, or files of a folder): one file in this folder, and one line in `graphFormats`. */
export interface GraphFormat extends Recognised {
  /** @throws {InputError} for every malformed file */
  read(source: Source): RawGraph;
}

/** A format of two graphs in a folder: one file in this folder, and one line in `formats`. */
export interface Format extends Recognised {
  /** @throws {InputError} for every malformed file, {@link DataError} for graphs that cannot be used */
  read(source: Source, options?: ReadOptions): FilePair;
}

/** The files that a source lacks. */
export function missingFiles(source: Source, names: readonly string[]): string[] {
  return names.filter((name) => !source.has(name));
}

/**
 * The first of the formats that a source is of.
 * @throws {InputError} when it is of none, with what it lacks for each
 */
export function formatOf<F extends Recognised>(source: Source, formats: readonly F[]): F {
  const lacks = formats.map((format) => [format, format.recognise(source)] as const);
  const found = lacks.find(([, missing]) => missing.length === 0)?.[0];
  if (found) return found;
  const faults = lacks.map(([{ name }, missing]) => `not ${name}, it lacks ${missing.join(', ')}`);
  throw new InputError(`is no data set (${faults.join('; ')})`, source.dir, 'Add what is missing, or check the path');
}
