import { basename, resolve } from 'node:path';
import { InputError } from '../../base/index.js';
import { AttributeCollector } from '../attributes.js';
import { allLines, tabLines } from '../lines.js';
import { evaluationLinks } from '../links/read-links.js';
import { pairOf, type RawGraph, type RawLinks } from '../raw.js';
import { RawGraphBuilder } from '../raw-builder.js';
import type { Source } from '../source.js';
import { bareIri, literalText } from '../terms.js';
import { unusedNotes } from '../unused.js';
import { type Format, missingFiles } from './format.js';

const needed = ['rel_triples_1', 'rel_triples_2'];
const linksFile = 'ent_links';
const known = [...needed, 'attr_triples_1', 'attr_triples_2', linksFile];

/**
 * OpenEA's folders: `rel_triples_1/2`, `attr_triples_1/2` and `ent_links`, ids as texts, with angle brackets or without.
 * Values may be in quotation marks, with a language or a datatype. The folds beside them are for `readFold`.
 */
export const openea: Format = {
  name: 'OpenEA',
  recognise: (source) => missingFiles(source, needed),
  read(source, options) {
    const [left, right] = [1, 2].map((side) => readSide(source, side)) as [RawGraph, RawGraph];
    const notes = restNotes(source);
    const links = source.has(linksFile)
      ? entityLinks(source.bytes(linksFile), source.path(linksFile), notes)
      : undefined;
    return pairOf(left, right, { name: basename(resolve(source.dir)), links, notes, language: options?.language });
  },
};

/** Links of OpenEA's files, for evaluation: what is wrong with them is said. */
export function entityLinks(bytes: Uint8Array, path: string, notes: string[]): RawLinks | undefined {
  const links = evaluationLinks(bytes, path, notes);
  return links && { ...links, left: links.left.map(bareIri), right: links.right.map(bareIri) };
}

function restNotes(source: Source): string[] {
  const folds = source.folders.filter((name) => /^\d+_\d+fold$/.test(name));
  return [
    ...(folds.length > 0 ? [`${source.dir}: folds in ${folds.join(', ')}, not used here (readFold reads them)`] : []),
    ...unusedNotes(source, (name) => known.includes(name) || folds.includes(name)),
  ];
}

function readSide(source: Source, side: number): RawGraph {
  const builder = new RawGraphBuilder();
  const relations = `rel_triples_${side}`;
  for (const { fields } of tabLines(source.bytes(relations), source.path(relations), ['head', 'relation', 'tail'])) {
    const [head, relation, tail] = fields.map(bareIri) as [string, string, string];
    builder.triple(head, relation, tail);
  }
  const attributes = new AttributeCollector(builder);
  const file = `attr_triples_${side}`;
  const notes = source.has(file) ? readAttributes(source, file, attributes) : [];
  return builder.build(source.path(relations), { labelled: attributes.labelled(), notes });
}

/** Lines of entity, attribute, value; what follows a further tab belongs to the value, as OpenEA's own reader has it. */
function readAttributes(source: Source, file: string, attributes: AttributeCollector): string[] {
  const path = source.path(file);
  let without = 0;
  for (const { text, at } of allLines(source.bytes(file), path)) {
    const [id, attribute, ...rest] = text.split('\t');
    if (!id || !attribute)
      throw new InputError('malformed line', at(), 'Expected, between tabs: entity, attribute, value');
    const value = rest.join(' ').trim();
    if (value === '') without++;
    else attributes.add(attributes.builder.entity(bareIri(id)), bareIri(attribute), literalText(value));
  }
  return without > 0 ? [`${path}: ${without} lines have no value, and are left out`] : [];
}
