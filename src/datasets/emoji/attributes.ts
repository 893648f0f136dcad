import { concatColumns, type Matrix, matrix } from '../../compute/index.js';
import { hashedNgrams } from '../../features/index.js';
import type { EmojiEntity } from './catalog.js';

/** Columns of the hashed tags. */
const TAG_COLUMNS = 384;
/** Weight of the categorical bag beside the tags. */
const BAG_WEIGHT = 0.5;
/** Upper bounds of the buckets; the last bucket is open. */
const TAG_COUNTS = [0, 4, 6, 8, 11];
const LABEL_LENGTHS = [15];

/**
 * Attributes of both sides, one row an entity: a unit-length bag of categories (version, gender, presentation, has an
 * emoticon, number of tags, length of the label, kind) times ½, beside the hashed 2-4-grams of the tags.
 */
export function attributes(left: readonly EmojiEntity[], right: readonly EmojiEntity[]): [Matrix, Matrix] {
  const bags = [left, right].map((side) => side.map(categories));
  const columns = new Map([...new Set(bags.flat(2))].sort().map((name, c) => [name, c]));
  const tags = (side: readonly EmojiEntity[]) =>
    side.map((e) => (e.kind === 'emoji' ? (e.source!.tags ?? []).join(' ') : ''));
  const hashed = hashedNgrams(tags(left), tags(right), { dimensions: TAG_COLUMNS });
  return [
    concatColumns([bagMatrix(bags[0]!, columns), hashed.left.values], [BAG_WEIGHT, 1]),
    concatColumns([bagMatrix(bags[1]!, columns), hashed.right.values], [BAG_WEIGHT, 1]),
  ];
}

function categories({ kind, source }: EmojiEntity): string[] {
  if (!source) return [`kind ${kind}`];
  return [
    `version ${source.version}`,
    `type ${source.type}`,
    `tags ${bucket(source.tags?.length ?? 0, TAG_COUNTS)}`,
    `label ${bucket(source.label.length, LABEL_LENGTHS)}`,
    ...(source.gender === undefined ? [] : [`gender ${source.gender}`]),
    ...(source.emoticon ? ['emoticon'] : []),
  ];
}

function bucket(value: number, bounds: readonly number[]): number {
  const at = bounds.findIndex((bound) => value <= bound);
  return at < 0 ? bounds.length : at;
}

function bagMatrix(bags: readonly string[][], columns: ReadonlyMap<string, number>): Matrix {
  const out = matrix(bags.length, columns.size);
  bags.forEach((bag, i) => {
    for (const name of bag) out.data[i * columns.size + columns.get(name)!] = 1 / Math.sqrt(bag.length);
  });
  return out;
}
