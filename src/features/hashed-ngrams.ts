import * as z from 'zod';
import { OptionError, optionSet } from '../base/index.js';
import { matrix, normalizeRows } from '../compute/index.js';
import type { FeatureTable } from '../graph/index.js';

export interface HashedNgramsOptions {
  /** Columns (default 512). */
  dimensions?: number;
  /** The shortest and the longest n-gram, in characters (defaults 2 and 4). */
  shortest?: number;
  longest?: number;
}

export const hashedNgramsOptions = optionSet<HashedNgramsOptions>('hashedNgrams', {
  dimensions: z.int().positive().default(512),
  shortest: z.int().positive().default(2),
  longest: z.int().positive().default(4),
});

/**
 * Texts as vectors: the character n-grams of each, hashed into a fixed number of columns (feature hashing, Weinberger
 * et al., arXiv 0902.2206), weighted by how rare they are.
 *
 * A text is lower-cased, in Unicode form NFKC, its words between single blanks, one blank at either end. An n-gram's
 * 32-bit FNV-1a hash h of its UTF-16 units, finished by murmur3's mixer, names it: column h mod dimensions, sign by the
 * top bit. Value: how often it occurs in the text × idf, idf = ln((1 + T) / (1 + t)) + 1 with t of all T non-empty texts
 * having it, both sides counted together. Rows are then brought to unit length.
 *
 * @returns one table a side, texts × dimensions; an empty text is unknown
 */
export function hashedNgrams(
  left: readonly string[],
  right: readonly string[],
  options?: HashedNgramsOptions,
): { left: FeatureTable; right: FeatureTable } {
  const resolved = hashedNgramsOptions.resolve(options);
  if (resolved.longest < resolved.shortest)
    throw new OptionError(
      `longest ${resolved.longest} is below shortest ${resolved.shortest}`,
      'hashedNgrams',
      'Give a longest of at least the shortest',
    );
  const texts = [...left, ...right].map(plain);
  const frequency = new Map<number, number>();
  let total = 0;
  for (const text of texts) {
    const seen = new Set(gramHashes(text, resolved));
    if (seen.size > 0) total++;
    for (const h of seen) frequency.set(h, (frequency.get(h) ?? 0) + 1);
  }
  const idf = (h: number) => Math.log((1 + total) / (1 + frequency.get(h)!)) + 1;
  const table = (from: number, to: number) => tableOf(texts.slice(from, to), resolved, idf);
  return { left: table(0, left.length), right: table(left.length, texts.length) };
}

function tableOf(
  texts: readonly string[],
  options: Required<HashedNgramsOptions>,
  idf: (h: number) => number,
): FeatureTable {
  const { dimensions } = options;
  const values = matrix(texts.length, dimensions);
  const known = new Uint8Array(texts.length);
  texts.forEach((text, i) => {
    for (const h of gramHashes(text, options)) {
      values.data[i * dimensions + (h % dimensions)]! += (h >>> 31 ? -1 : 1) * idf(h);
      known[i] = 1;
    }
  });
  return { values: normalizeRows(values), known };
}

function plain(text: string): string {
  const words = text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  return words.length > 0 ? ` ${words.join(' ')} ` : '';
}

/** The hash of every n-gram of a text, in order, repeats included. */
function* gramHashes(text: string, { shortest, longest }: Required<HashedNgramsOptions>): Generator<number> {
  for (let start = 0; start < text.length; start++) {
    let h = 0x811c9dc5;
    for (let n = 1; n <= longest && start + n <= text.length; n++) {
      h = Math.imul(h ^ text.charCodeAt(start + n - 1), 0x01000193);
      if (n >= shortest) yield mix(h);
    }
  }
}

/** murmur3's finaliser: FNV's low bits alone are poor for short texts. */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
