import { extname } from 'node:path';
import { SaxesParser } from 'saxes';
import { InputError } from '../../base/index.js';
import { mostNested } from '../rdf/xml.js';
import { decodeText } from '../source.js';
import { inTime } from '../time-limit.js';
import { PairList, type RawPairs } from './pair-list.js';

const remedy = 'Expected the Alignment format of the OAEI: <Cell> with <entity1>, <entity2>, <relation>, <measure>';

const alignment = /<([\w.-]+:)?Alignment[\s>]/;

/** Whether a file is XML; one that is named as RDF is so only where its first 64 KiB hold an alignment. */
export function isOaei(bytes: Uint8Array, path: string): boolean {
  const head = Buffer.from(bytes.subarray(0, 2 ** 16)).toString();
  if (/^\.(rdf|owl)$/i.test(extname(path))) return alignment.test(head);
  return /^\.xml$/i.test(extname(path)) || /^(\ufeff)?\s*<\?xml/.test(head);
}

/** One <Cell> while it is read. */
interface Cell {
  entity1?: string;
  entity2?: string;
  relation?: string;
  measure?: string;
}

/**
 * An alignment as the OAEI (Ontology Alignment Evaluation Initiative) exchanges them: an RDF/XML file of cells. Cells
 * of another relation than `=` are left out, and said; a measure is the score.
 * @throws {InputError} with `file:line` for XML that is malformed or holds no alignment
 */
export function oaeiLinks(bytes: Uint8Array, path: string): RawPairs {
  const parser = new SaxesParser({ xmlns: true });
  const list = new PairList();
  const at = () => `${path}:${parser.line}`;
  let cell: Cell | undefined;
  let text = '';
  let found = false;
  let depth = 0;
  let otherwise = 0;
  parser.on('error', (error) => {
    throw new InputError(`is malformed (${error.message.replace(/^\d+:\d+: /, '')})`, at(), remedy);
  });
  parser.on('opentag', ({ local, attributes }) => {
    text = '';
    if (++depth > mostNested) throw new InputError('elements are nested too deeply', at(), remedy);
    if (local === 'Alignment') found = true;
    if (local === 'Cell') cell = {};
    const resource = Object.values(attributes).find((a) => a.local === 'resource')?.value;
    if (cell && (local === 'entity1' || local === 'entity2') && resource !== undefined) cell[local] = resource;
  });
  parser.on('text', (more) => {
    text += more;
  });
  parser.on('closetag', ({ local }) => {
    depth--;
    if (cell && (local === 'relation' || local === 'measure')) cell[local] = text.trim();
    if (cell && (local === 'entity1' || local === 'entity2')) cell[local] ??= text.trim();
    if (local !== 'Cell' || !cell) return;
    if (cell.relation === undefined || cell.relation === '=') pushCell(list, cell, at());
    else otherwise++;
    cell = undefined;
  });
  inTime(path, bytes.length, () => parser.write(decodeText(bytes, path)).close());
  if (!found) throw new InputError('holds no <Alignment>', path, remedy);
  const notes = otherwise > 0 ? [`${path}: ${otherwise} cells have another relation than "=", and are left out`] : [];
  return list.done(path, notes);
}

function pushCell(list: PairList, { entity1, entity2, measure }: Cell, at: string): void {
  if (!entity1 || !entity2) throw new InputError('a cell has no two entities', at, remedy);
  const score = measure === undefined || measure === '' ? undefined : Number(measure);
  if (score !== undefined && !Number.isFinite(score))
    throw new InputError(`measure "${measure}" is not a number`, at, remedy);
  list.push(entity1, entity2, at, score);
}
