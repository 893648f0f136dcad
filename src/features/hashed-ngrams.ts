import { columnCount, count, OptionError, type Options, option, optionSet, type Resolved } from '../base/index.js';
import { matrix, normalizeOwnRows } from '../compute/index.js';
import type { FeatureTable } from '../graph/index.js';

export const hashedNgramsOptions = optionSet('hashedNgrams', {
  dimensions: option(columnCount(), 512, 'Columns of the vectors'),
  shortest: option(count(1, 64), 2, 'The shortest n-gram, in characters'),
  longest: option(count(1, 64), 4, 'The longest n-gram, in characters'),
});

export interface HashedNgramsOptions extends Options<typeof hashedNgramsOptions> {}

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
  const { fitted: _, ...tables } = ngramTables(left, right, options);
  return tables;
}

/** How rare n-grams are among texts: what {@link hashedNgrams} weighs them by. */
export interface FittedNgrams {
  /** Texts that are not empty. */
  readonly total: number;
  /** The n-grams, ascending, and how many texts have each. */
  readonly hashes: Uint32Array;
  readonly counts: Uint32Array;
}

/** {@link hashedNgrams}, and what was fitted to the texts; or by what was fitted to others before. */
export function ngramTables(
  left: readonly string[],
  right: readonly string[],
  options?: HashedNgramsOptions,
  before?: FittedNgrams,
): { left: FeatureTable; right: FeatureTable; fitted: FittedNgrams } {
  const resolved = hashedNgramsOptions.resolve(options);
  if (resolved.longest < resolved.shortest)
    throw new OptionError(
      `longest ${resolved.longest} is below shortest ${resolved.shortest}`,
      'hashedNgrams',
      'Give a longest of at least the shortest',
    );
  const grams = [...left, ...right].map((text) => gramHashes(plain(text), resolved));
  const fitted = before ?? fittedTo(grams);
  const having = new Map(Array.from(fitted.hashes, (h, i) => [h, fitted.counts[i]!]));
  const idf = (h: number) => Math.log((1 + fitted.total) / (1 + (having.get(h) ?? 0))) + 1;
  return {
    left: tableOf(grams.slice(0, left.length), resolved.dimensions, idf),
    right: tableOf(grams.slice(left.length), resolved.dimensions, idf),
    fitted,
  };
}

function fittedTo(grams: readonly Uint32Array[]): FittedNgrams {
  const having = new Map<number, number>();
  for (const hashes of grams) for (const h of new Set(hashes)) having.set(h, (having.get(h) ?? 0) + 1);
  const hashes = Uint32Array.from(having.keys()).sort();
  return {
    total: grams.filter((own) => own.length > 0).length,
    hashes,
    counts: Uint32Array.from(hashes, (h) => having.get(h)!),
  };
}

function tableOf(grams: readonly Uint32Array[], dimensions: number, idf: (h: number) => number): FeatureTable {
  const values = matrix(grams.length, dimensions);
  grams.forEach((hashes, i) => {
    for (const h of hashes) values.data[i * dimensions + (h % dimensions)]! += (h >>> 31 ? -1 : 1) * idf(h);
  });
  return { values: normalizeOwnRows(values), known: Uint8Array.from(grams, (hashes) => (hashes.length > 0 ? 1 : 0)) };
}

function plain(text: string): string {
  const words = text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  return words.length > 0 ? ` ${words.join(' ')} ` : '';
}

/** The hash of every n-gram of a text, repeats included. */
function gramHashes(text: string, { shortest, longest }: Resolved<HashedNgramsOptions>): Uint32Array {
  const hashes: number[] = [];
  for (let start = 0; start < text.length; start++) {
    let h = 0x811c9dc5;
    for (let n = 1; n <= longest && start + n <= text.length; n++) {
      h = Math.imul(h ^ text.charCodeAt(start + n - 1), 0x01000193);
      if (n >= shortest) hashes.push(mix(h));
    }
  }
  return Uint32Array.from(hashes);
}

/** murmur3's finaliser: FNV's low bits alone are poor for short texts. */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
