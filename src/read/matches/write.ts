import { basename } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type FileContent, InputError, OptionError, writeFiles } from '../../base/index.js';
import type { AlignmentTask, RankedMatches } from '../../graph/index.js';
import { csvText } from '../csv-text.js';
import { canSay, isIri, ntriplesText } from './ntriples.js';
import { type MatchRow, matchColumns, matchRows } from './rows.js';
import { type MatchPredicate, sssomText } from './sssom.js';

/** What is written beside the rows. */
export interface MatchFileOptions {
  /** What SSSOM and N-Triples say of a match: the `same`, or only `close`. */
  readonly predicate?: MatchPredicate;
}

/** Formats by the file's ending; the first that fits. */
const formats: readonly (readonly [
  ending: string,
  write: (rows: readonly MatchRow[], name: string, predicate: MatchPredicate) => string | Uint8Array,
])[] = [
  ['.sssom.tsv', sssomText],
  ['.tsv', (rows) => tableText(rows, '\t')],
  ['.csv', (rows) => tableText(rows, ',')],
  ['.jsonl', (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')],
  ['.parquet', parquetBytes],
  ['.nt', (rows, _, predicate) => ntriplesText(rows, predicate)],
];

function formatFor(path: string) {
  const found = formats.find(([ending]) => path.toLowerCase().endsWith(ending));
  if (found) return found;
  throw new OptionError(
    'the ending tells no format',
    path,
    `End the file's name in ${formats.map(([ending]) => ending).join(', ')}`,
  );
}

/**
 * Checks before long work that matches of a task can be written to a file of that name.
 * @throws {OptionError} for an ending that is none of .sssom.tsv, .tsv, .csv, .jsonl, .parquet, .nt
 * @throws {InputError} for N-Triples of graphs whose ids are no IRIs
 */
export function checkMatchFile(path: string, { left, right }: AlignmentTask): void {
  if (formatFor(path)[0] !== '.nt') return;
  for (const graph of [left, right])
    if (!graph.ids.some(isIri))
      throw new InputError(
        `no id of ${graph.name} is an IRI, as "${graph.ids[0]}" shows`,
        path,
        'N-Triples name things by IRIs: write another format, e.g. .csv',
      );
}

/**
 * Writes matches with ids, labels, scores, confidences, places and stages, whole or not at all, in the format of the file's ending:
 * .csv, .tsv, .jsonl, .parquet, .sssom.tsv, .nt (ids alone). `readSeeds` reads each of them.
 * @returns what was left out, a sentence each
 * @throws as {@link checkMatchFile}, {@link OutputError}
 */
export function writeMatches(
  path: string,
  matches: RankedMatches,
  task: AlignmentTask,
  options?: MatchFileOptions,
): readonly string[] {
  const { file, notes } = matchFile(path, matches, task, options);
  writeFiles([file]);
  return notes;
}

/** What {@link writeMatches} writes, and what is left out of it. @throws as {@link checkMatchFile} */
export function matchFile(
  path: string,
  matches: RankedMatches,
  task: AlignmentTask,
  { predicate = 'same' }: MatchFileOptions = {},
): { readonly file: FileContent; readonly notes: readonly string[] } {
  checkMatchFile(path, task);
  const [ending, write] = formatFor(path);
  const rows = matchRows(matches, task);
  const left = ending === '.nt' ? rows.filter((row) => !canSay(row)).length : 0;
  const note = `${basename(path)}: ${left} of ${rows.length} pairs are not in it, being candidates or without IRIs`;
  return { file: [path, write(rows, task.name, predicate)], notes: left > 0 ? [note] : [] };
}

const tableText = (rows: readonly MatchRow[], delimiter: string) =>
  csvText(
    matchColumns,
    rows.map((row) => matchColumns.map((column) => (column === 'mutual' ? String(row.mutual) : row[column]))),
    delimiter,
  );

function parquetBytes(rows: readonly MatchRow[]): Uint8Array {
  const types = {
    score: 'FLOAT',
    confidence: 'FLOAT',
    rank: 'INT32',
    reverse_rank: 'INT32',
    mutual: 'BOOLEAN',
  } as const;
  const columnData = matchColumns.map((name) => ({
    name,
    data: rows.map((row) => row[name]),
    type: name in types ? types[name as keyof typeof types] : ('STRING' as const),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
