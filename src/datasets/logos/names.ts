import { OptionError } from '../../base/index.js';

/** Signs that stand for a word in one package and for themselves in the other. */
const words: Readonly<Record<string, string>> = { '+': 'plus', '#': 'sharp', '&': 'and' };

/** What names of one brand have in common: `C++` and `c-plusplus`, `Node.js` and `nodejs`, `.NET` and `dotnet`. */
export const plainName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/^\./, 'dot')
    .replace(/[+#&]/g, (sign) => words[sign]!)
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Whether plain names begin with one of these: `a-c`, or `0-z` for all. @throws {OptionError} for no such span */
export function withinLetters(span: string): (plain: string) => boolean {
  const [, first, last] = /^([0-9a-z])-([0-9a-z])$/.exec(span) ?? [];
  if (!first || !last || first > last)
    throw new OptionError(`is "${span}"`, 'buildLogos: option "letters"', 'Give the first and the last, such as a-c');
  return ([initial = '']) => initial >= first && initial <= last;
}

/** Values by plain name, those within the span. */
export function byPlainName<T>(
  list: Iterable<T>,
  nameOf: (value: T) => string,
  within: (plain: string) => boolean,
): ReadonlyMap<string, readonly T[]> {
  const out = new Map<string, T[]>();
  for (const value of list) {
    const plain = plainName(nameOf(value));
    if (!within(plain)) continue;
    if (!out.has(plain)) out.set(plain, []);
    out.get(plain)!.push(value);
  }
  return out;
}
