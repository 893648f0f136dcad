import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { InputError } from '../../base/index.js';
import type { BuiltSide } from '../written-pair.js';
import { type Part, partTriples } from './parts.js';
import { plainSenses } from './senses.js';
import { type CharacterFolders, sourceJson } from './sources.js';

/** What is used of a kanji in KANJIDIC2. */
interface Kanji {
  readonly literal: string;
  readonly meanings?: { readonly en?: readonly string[] };
}

/** Kanji of KanjiVG that KANJIDIC tells of, drawn by its centre lines. Keys are the characters. */
export function japaneseSide(folders: CharacterFolders): BuiltSide {
  const kanji = sourceJson(join(folders['kanjidic2-json'], 'KANJIS.json')) as readonly Kanji[];
  const files = new Map(
    readdirSync(folders.kanji)
      .filter((name) => /^[0-9a-f]{5}\.svg$/.test(name))
      .map((name) => [String.fromCodePoint(Number.parseInt(name, 16)), join(folders.kanji, name)]),
  );
  const drawn = kanji.filter(({ literal }) => files.has(literal) && literal.normalize('NFC') === literal);
  const known = new Set(drawn.map(({ literal }) => literal));
  const triples: [string, string, string][] = [];
  const entities = drawn.map(({ literal: key, meanings }) => {
    const { paths, parts } = readKanji(files.get(key)!);
    triples.push(...partTriples(key, parts, (part) => known.has(part)));
    const told = plainSenses(meanings?.en ?? []);
    const attributes = { meanings: told.join('; '), strokes: String(paths.length) };
    return { key, label: told[0] ?? '', attributes, picture: lines(paths) };
  });
  return { entities, triples };
}

/** Centre lines of strokes in a square of 109, drawn as wide as KanjiVG says. */
const lines = (paths: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 109 109"><g fill="none" stroke="#000" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">${paths
    .map((path) => `<path d="${path}"/>`)
    .join('')}</g></svg>\n`;

/** KanjiVG's positions; `c` marks the content of an enclosure. */
const places: Readonly<Record<string, string>> = {
  left: 'left',
  right: 'right',
  top: 'top',
  bottom: 'bottom',
  kamae: 'around',
  tare: 'around',
  nyo: 'around',
  kamaec: 'inside',
  tarec: 'inside',
  nyoc: 'inside',
};

interface Group extends Part {
  readonly parts: Group[];
}

/** The strokes and the tree of parts of one file. @throws {InputError} for a damaged one */
function readKanji(path: string): { paths: string[]; parts: readonly Part[] } {
  const paths: string[] = [];
  const root: Group = { place: 'component', parts: [] };
  const open: Group[] = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const tag = attributes as Record<string, string>;
    if (name === 'path') paths.push(tag.d!);
    if (name !== 'g') return;
    const place = places[tag['kvg:position'] ?? ''] ?? 'component';
    const group: Group = { character: tag['kvg:element'], place, parts: [] };
    open.at(-1)!.parts.push(group);
    open.push(group);
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'g') open.pop();
  });
  parser.on('error', (error) => {
    throw new InputError(`cannot be read: ${error.message}`, path, 'Install kanjivg again');
  });
  parser.write(readFileSync(path, 'utf8')).close();
  // Two groups hold all: that of the strokes, and within it the character itself.
  return { paths, parts: root.parts[0]?.parts[0]?.parts ?? [] };
}
