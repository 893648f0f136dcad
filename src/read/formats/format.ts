import { InputError } from '../../base/index.js';
import type { FilePair } from '../dataset.js';
import type { RawGraph } from '../raw.js';
import { partOf, type Source } from '../source.js';

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

/** How many formats an error names. */
const NEAREST = 2;

/**
 * The first of the formats that a source is of.
 * @throws {InputError} when it is of none: with what it lacks for the formats that it has something of, else with its files
 */
export function formatOf<F extends Recognised>(source: Source, formats: readonly F[]): F {
  const lacks = formats.map((format) => ({ format, missing: format.recognise(source) }));
  const found = lacks.find(({ missing }) => missing.length === 0)?.format;
  if (found) return found;
  const nothing = partOf(source, [], source.dir);
  const near = lacks
    .filter(({ format, missing }) => missing.length < format.recognise(nothing).length)
    .sort((a, b) => a.missing.length - b.missing.length)
    .slice(0, NEAREST);
  if (near.length === 0) throw unknown(source);
  const faults = near.map(({ format, missing }) => `not ${format.name}, it lacks ${missing.join(', ')}`);
  throw new InputError(`is no data set (${faults.join('; ')})`, source.dir, 'Add what is missing, or check the path');
}

function unknown({ dir, names, folders }: Source): InputError {
  const all = [...names, ...folders];
  const some = `${all.slice(0, 5).join(', ')}${all.length > 5 ? ' …' : ''}`;
  return new InputError(
    all.length === 0 ? 'is empty' : `holds nothing that is known as a graph (${some})`,
    dir,
    'A graph is a table (CSV, TSV, JSON, JSON Lines, Parquet) or RDF; two of them lie side by side, named left and right, or in the folders of OpenEA, DBP15K or mmkb. docs/data.md tells more',
  );
}
