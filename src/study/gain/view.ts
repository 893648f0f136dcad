import type { GainRequest } from './ask.js';
import { gainCells, gainHead } from './cells.js';
import { decoderCells, decoderHead, storedDecoders } from './decoders.js';
import { storedTable } from './stored-table.js';

/** The table that is asked for, as text: titles of its columns and its rows. @throws {InputError} without records */
export function gainView(request: GainRequest): {
  readonly head: readonly string[];
  readonly cells: readonly (readonly string[])[];
} {
  if (request.view === 'decoders')
    return { head: decoderHead(request.against), cells: storedDecoders(request).map(decoderCells) };
  return { head: gainHead(request.against), cells: storedTable(request).map(gainCells) };
}
