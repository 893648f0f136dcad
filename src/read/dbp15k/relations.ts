import { InputError } from '../../base/index.js';
import { tabLines, wholeNumber } from '../lines.js';
import type { Source } from '../source.js';

export const relationFiles = ['rel_ids_1', 'rel_ids_2'] as const;

/** `rel_ids_1/2`: a relation's number and its name. @throws {InputError} for a malformed line or a number given twice */
export function relationNames(source: Source, file: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of tabLines(source.bytes(file), source.path(file), ['relation', 'name'])) {
    const number = wholeNumber(line.fields[0]!, 'relation', line);
    if (names.has(number))
      throw new InputError(`relation ${number} is named twice`, line.at(), 'Keep one name a relation');
    names.set(number, line.fields[1]!);
  }
  return names;
}
