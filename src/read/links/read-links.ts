import { extname } from 'node:path';
import { InputError } from '../../base/index.js';
import { tabLines } from '../lines.js';
import { rdfFormat } from '../rdf/parse.js';
import { isHeader, type Role, understand } from '../tabular/roles.js';
import type { Cell, Table } from '../tabular/rows.js';
import { isTable, openTable } from '../tabular/table.js';
import { checkText, withoutBom } from '../tabular/text.js';
import { isOaei, oaeiLinks } from './oaei.js';
import { PairList, type RawPairs } from './pair-list.js';
import { rdfLinks } from './rdf.js';
import { type SssomIds, sssomIds, sssomKeeps } from './sssom.js';

/**
 * Pairs of ids from a file: RDF (owl:sameAs), OAEI's alignment format (RDF/XML), SSSOM, any table with columns for left
 * and right, or bare lines of left id, right id and perhaps score and weight, between tabs.
 * @throws {InputError} with `file:line` for a malformed file
 */
export function rawLinks(bytes: Uint8Array, path: string): RawPairs {
  if (isOaei(bytes, path)) return oaeiLinks(bytes, path);
  if (rdfFormat(path)) return rdfLinks(bytes, path);
  // Parquet is no text; JSON's reader looks for itself whether it is.
  if (!isTextual(path)) return tableLinks(openTable(bytes, path, isHeader));
  checkText(bytes, path);
  const text = withoutBom(bytes);
  const table = text.some((byte) => byte > 32) ? openTable(text, path, isHeader) : undefined;
  // Without names of columns, lines between tabs are read as they always were.
  if (
    !table ||
    (!table.columns && !/^\.csv$/i.test(extname(path)) && firstLine(text).includes('\t')) ||
    table.width < 2
  )
    return bareLines(text, path);
  return tableLinks(table, sssomIds(text, path));
}

const isTextual = (path: string) => !isTable(path) || /^\.(csv|tsv|tab|txt)$/i.test(extname(path));

const firstLine = (text: Uint8Array) => Buffer.from(text.subarray(0, 4096)).toString().trimStart().split('\n')[0]!;

function bareLines(text: Uint8Array, path: string): RawPairs {
  const list = new PairList();
  for (const { fields, at } of tabLines(text, path, ['left id', 'right id', 'score?', 'weight?'])) {
    const [left, right, score, weight] = fields;
    list.push(left!, right!, at(), numberOf(score, 'score', at), numberOf(weight, 'weight', at));
  }
  return list.done(path);
}

function tableLinks(table: Table, ids?: SssomIds): RawPairs {
  const idOf = ids?.of ?? ((text: string) => text);
  const { roles } = understand(table, ['links']);
  const list = new PairList();
  const column = (cells: readonly Cell[], role: Role): string | undefined => {
    const cell = cells[roles.get(role) ?? -1];
    return typeof cell === 'string' ? cell : undefined;
  };
  const keeps = sssomKeeps(table.columns ?? []);
  const different = new PairList();
  let otherwise = 0;
  table.each((cells, at) => {
    const [left, right] = [column(cells, 'left'), column(cells, 'right')];
    if (left === undefined || right === undefined)
      throw new InputError('a link has two ends', at(), 'Expected a left id and a right id');
    if (!keeps(cells)) otherwise++;
    else
      (roles.has('decision') && saysDifferent(column(cells, 'decision'), at) ? different : list).push(
        idOf(left),
        idOf(right),
        at(),
        numberOf(column(cells, 'score'), 'score', at),
        numberOf(column(cells, 'weight'), 'weight', at),
      );
  });
  const notes =
    otherwise > 0 ? [`${table.path}: ${otherwise} mappings say something else than "the same", and are left out`] : [];
  const inFull = ids?.inFull;
  return {
    ...list.done(table.path, [...table.notes, ...(ids?.notes ?? []), ...notes]),
    inFull,
    ...(different.left.length > 0 && { different: { ...different.done(table.path), inFull } }),
  };
}

/** Whether a decision is against the pair. @throws {InputError} unless it is one of the two words */
function saysDifferent(text: string | undefined, at: () => string): boolean {
  const said = text?.trim().toLowerCase();
  if (said === 'same' || said === 'different') return said === 'different';
  throw new InputError(
    `decision "${text ?? ''}" is neither "same" nor "different"`,
    at(),
    'Write one of the two, or leave the line out while nothing is decided',
  );
}

function numberOf(text: string | undefined, what: string, at: () => string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InputError(`${what} "${text}" is not a number`, at(), 'Leave the column out or give numbers');
  return value;
}

/** Links that are for evaluation alone: what is wrong with their file is said, and stops nothing. */
export function evaluationLinks(bytes: Uint8Array, path: string, notes: string[]): RawPairs | undefined {
  try {
    return rawLinks(bytes, path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    notes.push(`links are left out, so that nothing can be evaluated: ${error.message}`);
    return undefined;
  }
}
