import * as z from 'zod';
import { DataError, like, type Options, option, optionSet, type Resolved } from '../base/index.js';
import { type Csr, csrFromTriplets, type Matrix, normalizeOwnRows, type Pairs, takeRows } from '../compute/index.js';
import type { Links } from '../graph/index.js';
import { type Decoded, decode, mutual } from './decode.js';
import { decoderFields, slackOption } from './options.js';
import { greedy, optimal } from './select.js';
import { unitRows } from './shared.js';

export const matchOptions = optionSet('matchEntities', {
  ...decoderFields,
  slack: like(slackOption, 'auto'),
  method: option(
    z.enum(['mutual', 'greedy', 'optimal']),
    'mutual',
    "`mutual`: each other's nearest; `greedy`: best pairs first, while both ends are free; `optimal`: the one-to-one assignment of the greatest sum of scores, up to 4,096 × 4,096",
  ),
  margin: option(
    z.number().nonnegative(),
    0,
    "Least lead of a `mutual` pair's score (of `sinkhorn`: of its log-probability) over the second best of both ends; pairs with less are left out. It does nothing to the other methods",
  ),
  tieSeed: option(z.number().int(), 1, 'Orders equal scores'),
});

/** How entities are matched one to one. */
export interface MatchOptions extends Options<typeof matchOptions> {}

/** A one-to-one alignment, best first. */
export interface Matches extends Links {
  /** What the decoder compares by; of `sinkhorn` the pair's probability. */
  readonly score: Float32Array;
  readonly options: Resolved<MatchOptions>;
}

/** Some entities of each graph, by row numbers. */
export interface Among {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
}

/**
 * A one-to-one alignment of the two graphs' entities; an entity may stay without a partner.
 * @param embeddings N1 × width and N2 × width; rows need not be unit
 * @param among the entities that are matched, row numbers of either graph; all where it is not given. To give the two ends
 * of test links says that each has its partner among the others, which `sinkhorn` and `optimal` make use of.
 * @throws DataError when the widths differ, or for an `optimal` of too many
 */
export function matchEntities(
  embeddings: { readonly left: Matrix; readonly right: Matrix },
  options?: MatchOptions,
  among?: Among,
): Matches {
  const o = matchOptions.resolve(options);
  const decoded = decodedSides(embeddings, o, among);
  const pairs =
    o.method === 'mutual' ? surest(mutual(decoded, o.tieSeed), o.margin) : select[o.method](decoded, o.tieSeed);
  const rows = (own: Int32Array, given?: ArrayLike<number>) => (given ? own.map((row) => given[row]!) : own);
  return {
    left: rows(pairs.left, among?.left),
    right: rows(pairs.right, among?.right),
    score: pairs.score,
    options: o,
  };
}

/**
 * What the entities, or some of them, are compared by. @param apart pairs of the graphs' rows that are to be matched last of all
 * @throws {DataError} when the widths differ
 */
export function decodedSides(
  embeddings: { readonly left: Matrix; readonly right: Matrix },
  o: Resolved<MatchOptions>,
  among?: Among,
  apart?: Links | null,
): Decoded {
  if (embeddings.left.cols !== embeddings.right.cols)
    throw new DataError(
      `embeddings are ${embeddings.left.cols} and ${embeddings.right.cols} wide`,
      'matchEntities',
      'Match embeddings of one model',
    );
  const side = (name: 'left' | 'right') => {
    const rows = embeddings[name];
    const given = among?.[name];
    return given && !isAll(given, rows.rows) ? normalizeOwnRows(takeRows(rows, given)) : unitRows(rows);
  };
  const [left, right] = [side('left'), side('right')];
  return decode(left, right, o, apart ? takenOff(apart, [left.rows, right.rows], among) : undefined);
}

/** Whether these are all rows in their order, of which no copy is needed. */
const isAll = (rows: ArrayLike<number>, count: number): boolean =>
  rows.length === count && Array.prototype.every.call(rows, (row, i) => row === i);

/** What is added to the cosine of a pair that must not be: whatever else there is then comes before it. */
const FAR = -4;

/** That for these pairs, among the entities that take part. */
function takenOff({ left, right }: Links, [rows, cols]: readonly [number, number], among?: Among): Csr {
  const placeIn = (given?: ArrayLike<number>) => {
    const places = given && new Map(Array.from(given, (row, i) => [row, i]));
    return (row: number) => (places ? places.get(row) : row);
  };
  const [leftPlace, rightPlace] = [placeIn(among?.left), placeIn(among?.right)];
  const cells = new Map<string, readonly [number, number]>();
  left.forEach((l, i) => {
    const [a, b] = [leftPlace(l), rightPlace(right[i]!)];
    if (a !== undefined && b !== undefined) cells.set(`${a} ${b}`, [a, b]);
  });
  const all = [...cells.values()];
  const column = (end: 0 | 1) => Int32Array.from(all, (cell) => cell[end]);
  return csrFromTriplets(rows, cols, column(0), column(1), new Float32Array(all.length).fill(FAR));
}

const select = { greedy, optimal };

function surest(pairs: Pairs & { readonly margin: Float32Array }, margin: number): Pairs {
  const keep = (_: number, i: number) => pairs.margin[i]! >= margin;
  return { left: pairs.left.filter(keep), right: pairs.right.filter(keep), score: pairs.score.filter(keep) };
}
