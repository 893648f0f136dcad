import { dump } from 'npyjs';
import { buildFolder, type NewFolder, type Work } from '../../base/index.js';
import { type Matrix, random, stackRows } from '../../compute/index.js';
import { attributes } from './attributes.js';
import { catalog, type EmojiEntity } from './catalog.js';
import { imageFeatures } from './images.js';
import { type BuildEmojiOptions, buildEmojiOptions } from './options.js';
import { pictures } from './pictures.js';
import { type KeyTriple, relations } from './relations.js';
import { parseSide, sourceOf } from './sources.js';
import { thumbnailSheet } from './thumbnails.js';

/** One side while it is built; entity n of it has the id `firstId + n`. */
export interface BuiltSide {
  readonly entities: readonly EmojiEntity[];
  readonly svgs: readonly (string | undefined)[];
  readonly triples: readonly KeyTriple[];
  readonly ids: ReadonlyMap<string, number>;
}

/**
 * Builds the graphs of two vendors' emoji in two languages and writes them as a folder that `openTask` opens: entities,
 * triples, image and attribute features, kinds, and the true links (equal code points, equal groups).
 * The same sources give the same bytes; the folder is there whole or not at all.
 * @returns how many entities, triples and links were written
 * @throws {InputError} when a source package is missing or a side is unknown; {OutputError} when the folder holds other files
 */
export async function buildEmoji(
  dir: string,
  options?: BuildEmojiOptions,
  work?: Work,
): Promise<{ entities: number; triples: number; links: number }> {
  const o = buildEmojiOptions.resolve(options);
  const sides = builtSides(o);
  const [left, right] = sides;
  const links = await buildFolder(dir, async (folder) => {
    const links = writeWords(folder, sides);
    await writeImages(folder, sides, work);
    for (const [s, side] of sides.entries())
      if (o.thumbnails) folder.write(`thumbnails_${s + 1}.webp`, await thumbnailSheet(side.svgs));
    folder.write('sources.json', `${JSON.stringify(await record(o), null, 2)}\n`);
    return links;
  });
  const count = (of: 'entities' | 'triples') => left[of].length + right[of].length;
  return { entities: count('entities'), triples: count('triples'), links };
}

/** What decides the bytes: sides, packages with versions and licences, what draws the pictures, the seed. */
export async function record(o: { left: string; right: string; seed: number }): Promise<Record<string, unknown>> {
  const { default: sharp } = await import('sharp');
  const drawnBy = `sharp ${sharp.versions.sharp}, librsvg ${sharp.versions.rsvg}`;
  return { left: sourceOf(parseSide(o.left)), right: sourceOf(parseSide(o.right)), drawnBy, seed: o.seed };
}

/** Both sides, their ids drawn. */
export function builtSides(o: { left: string; right: string; seed: number }): [BuiltSide, BuiltSide] {
  const left = builtSide(o.left, o.seed, 0);
  return [left, builtSide(o.right, o.seed, left.entities.length)];
}

/**
 * Writes all that does not come from pictures: entities, triples, attributes, kinds, true links. A second's work.
 * @returns how many links
 */
export function writeWords(folder: NewFolder, sides: readonly [BuiltSide, BuiltSide]): number {
  const [left, right] = sides;
  const numbers = relationNumbers(sides);
  for (const [s, side] of sides.entries()) writeGraph(folder, s + 1, side, numbers);
  writeMatrix(folder, 'A.npy', stackRows(...attributes(left.entities, right.entities)));
  const links = [...left.ids].flatMap(([key, id]) => (right.ids.has(key) ? [`${id}\t${right.ids.get(key)}`] : []));
  writeLines(folder, 'ill_ent_ids', links);
  writeLines(folder, 'kinds.tsv', sides.flatMap(kinds));
  return links.length;
}

function builtSide(text: string, seed: number, firstId: number): BuiltSide {
  const side = parseSide(text);
  const inOrder = catalog(side.locale);
  const order = random(seed).fork(`ids from ${firstId}`).permutation(inOrder.length);
  const entities = Array.from(order, (i) => inOrder[i]!);
  return {
    entities,
    svgs: pictures(entities, side.vendor),
    triples: relations(inOrder),
    ids: new Map(entities.map((e, n) => [e.key, firstId + n])),
  };
}

async function writeImages(
  folder: NewFolder,
  [left, right]: readonly [BuiltSide, BuiltSide],
  work?: Work,
): Promise<void> {
  const images = await imageFeatures(left.svgs, right.svgs, work);
  writeMatrix(folder, 'V.npy', images.values);
  folder.write('V_mask.npy', new Uint8Array(dump(images.known, [images.known.length])));
}

/** Relation names of both sides, numbered in alphabetical order. */
function relationNumbers(sides: readonly BuiltSide[]): ReadonlyMap<string, number> {
  const names = new Set(sides.flatMap((side) => side.triples.map(([, relation]) => relation)));
  return new Map([...names].sort().map((name, n) => [name, n]));
}

function writeGraph(folder: NewFolder, number: number, side: BuiltSide, numbers: ReadonlyMap<string, number>): void {
  const lines = side.entities.map((e) => `${side.ids.get(e.key)}\t${e.label}`);
  const triples = side.triples.map(([h, r, t]) => `${side.ids.get(h)}\t${numbers.get(r)}\t${side.ids.get(t)}`);
  writeLines(folder, `ent_ids_${number}`, lines);
  writeLines(folder, `triples_${number}`, triples);
}

function kinds(side: BuiltSide): string[] {
  return side.entities.map((e) => [side.ids.get(e.key), e.kind, e.group, ...(e.tone ? [e.tone] : [])].join('\t'));
}

function writeMatrix(folder: NewFolder, name: string, m: Matrix): void {
  folder.write(name, new Uint8Array(dump(m.data, [m.rows, m.cols])));
}

function writeLines(folder: NewFolder, name: string, lines: readonly string[]): void {
  folder.write(name, `${lines.join('\n')}\n`);
}
