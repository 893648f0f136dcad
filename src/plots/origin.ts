import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { escapeHtml, InputError, locked, lookAt, packageVersion, readFile, writeFile } from '../base/index.js';
import { codeCommit } from '../study/index.js';
import type { Figure } from './figure.js';

/** What a figure was drawn from. */
export interface FigureOrigin {
  /** Id of the record. */
  readonly record: string;
  /** What draws it again. */
  readonly command: string;
  /** Commit of the code that drew it; null outside of a repository. */
  readonly commit: string | null;
}

/** The origin of figures without a stored run: their record is what they show, so its id is a hash of `content`. */
export const originOf = (command: string, content: unknown): FigureOrigin => ({
  record: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12),
  command,
  commit: codeCommit(),
});

export const titleOf = ({ layout }: Figure): string =>
  ((layout.title as { text?: string } | undefined)?.text ?? '')
    .replaceAll(/<\/?[a-z][^<>]*>/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** One line for a picture's own description, so that a picture that has left its folder still says where it is from. */
const describe = (figure: Figure, { record, command }: FigureOrigin) =>
  `${titleOf(figure)}. Record ${record}, drawn by: ${command}`;

/** A PNG with its origin in the EXIF field ImageDescription. */
export async function signPng(png: Uint8Array, figure: Figure, origin: FigureOrigin): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const fields = { ImageDescription: describe(figure, origin), Software: `psqe ${packageVersion()}` };
  return sharp(png).png({ compressionLevel: 9 }).withExif({ IFD0: fields }).toBuffer();
}

/** An SVG with its origin as description. */
export function signSvg(svg: string, figure: Figure, origin: FigureOrigin): string {
  const text = escapeHtml(describe(figure, origin));
  return svg.replace(/^(<svg[^>]*>)/, `$1<desc>${text}</desc>`);
}

/** `index.json` of a folder of figures: for each file name its title and origin. Entries of files that are gone go too. */
export function indexFigures(folder: string, figures: ReadonlyMap<string, Figure>, origin: FigureOrigin): void {
  addToIndex(
    folder,
    [...figures].map(([name, figure]) => [name, { title: titleOf(figure), ...origin }]),
  );
}

const indexFile = (folder: string) => join(folder, 'index.json');
const indexSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The entries of a folder's `index.json`; none where there is no such file. @throws {InputError} when it is none */
export function readIndex(folder: string): Record<string, object> {
  const file = indexFile(folder);
  if (!lookAt(file)) return {};
  const bytes = readFile(file);
  try {
    return indexSchema.parse(JSON.parse(bytes.toString()));
  } catch (cause) {
    throw new InputError('is no list of figures', file, 'Delete it, and draw the figures again', { cause });
  }
}

/** Takes figures that are about to be drawn anew out of a folder's `index.json`, which would tell of others until then. */
export function forgetFigures(folder: string, names: Iterable<string>): void {
  if (!existsSync(indexFile(folder))) return;
  locked(indexFile(folder), () => {
    const index = readIndex(folder);
    const gone = [...names].filter((name) => name in index);
    for (const name of gone) delete index[name];
    if (gone.length > 0) writeIndex(folder, index);
  });
}

/** Adds entries to a folder's `index.json`, those of the same name in their place; entries of files that are gone go. */
export function addToIndex(folder: string, added: readonly (readonly [name: string, entry: object])[]): void {
  const drawn = (name: string) => ['png', 'html'].some((type) => existsSync(join(folder, `${name}.${type}`)));
  locked(indexFile(folder), () => {
    const entries = Object.entries({ ...readIndex(folder), ...Object.fromEntries(added) });
    const there = entries.filter(([name]) => drawn(name)).sort(([a], [b]) => (a < b ? -1 : 1));
    writeIndex(folder, Object.fromEntries(there));
  });
}

const writeIndex = (folder: string, entries: Readonly<Record<string, object>>) =>
  writeFile(indexFile(folder), `${JSON.stringify(entries, null, 2)}\n`);
