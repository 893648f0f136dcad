// Searches over all scores of left rows with right rows, tile by tile. Left and right are padded with zero rows to whole
// tiles, so that every product has the same shape and equal vectors score exactly the same.
import type { Context } from './context.js';
import { job, type Numbers } from './job.js';
import { type ScoreNumbers, scoreFields } from './score-numbers.js';
import { share } from './share.js';

/** A tile of scores: rows i0 …, columns j0 …, at `at`, a row every `ld` cells. */
interface Tile {
  readonly at: number;
  readonly ld: number;
  readonly rows: number;
  readonly cols: number;
  readonly i0: number;
  readonly j0: number;
}

function product(c: Context, s: ScoreNumbers, at: number, ld: number, i0: number, j0: number): void {
  const [a, b] = [s.left + 4 * i0 * s.width, s.right + 4 * j0 * s.width];
  c.gemm(0, 1, s.tileRows, s.tileCols, s.width, 1, a, s.width, b, s.width, 0, at, ld);
}

/** The tile from those that are kept, a tile behind the other, which the first search computes. */
function keptTile(c: Context, s: ScoreNumbers, at: number, i0: number, j0: number): void {
  const kept = s.products + 4 * (i0 * s.paddedCols + j0 * s.tileRows);
  if (!s.productsReady) product(c, s, kept, s.tileCols, i0, j0);
  const from = kept / 4;
  new Float32Array(c.memory.buffer).copyWithin(at / 4, from, from + s.tileRows * s.tileCols);
}

function fillTile(c: Context, s: ScoreNumbers, { at, ld, i0, j0 }: Pick<Tile, 'at' | 'ld' | 'i0' | 'j0'>): Tile {
  if (s.products) keptTile(c, s, at, i0, j0);
  else product(c, s, at, ld, i0, j0);
  const rows = Math.min(s.tileRows, s.rows - i0);
  const cols = Math.min(s.tileCols, s.cols - j0);
  if (s.offsets) c.k.addSparseTile(at, ld, rows, cols, i0, j0, s.offsets, s.columns, s.values);
  if (s.rowRadii) c.k.correctTile(at, ld, rows, cols, s.rowRadii + 4 * i0, s.columnRadii + 4 * j0);
  return { at, ld, rows, cols, i0, j0 };
}

/** This thread's rows. */
function ownRows({ rowFrom, rowTo, tileRows }: ScoreNumbers, t: number, T: number): [from: number, to: number] {
  const [from, to] = share(rowTo - rowFrom, t, T, tileRows);
  return [rowFrom + from, rowFrom + to];
}

/** Visits this thread's tiles: whole blocks of rows, their columns left to right. */
function eachTile(c: Context, s: ScoreNumbers, t: number, T: number, visit: (tile: Tile) => void): void {
  const at = s.tile + 4 * t * s.tileRows * s.tileCols;
  const [from, to] = ownRows(s, t, T);
  for (let i0 = from; i0 < to; i0 += s.tileRows)
    for (let j0 = s.colFrom; j0 < s.colTo; j0 += s.tileCols) visit(fillTile(c, s, { at, ld: s.tileCols, i0, j0 }));
}

/** The best k of each row: `topValues` and `topIndices`, rows × k. */
type TopNumbers = ScoreNumbers & Numbers<'k' | 'topValues' | 'topIndices'>;

function topOfTile(c: Context, { k, topValues, topIndices }: TopNumbers, { at, ld, rows, cols, i0, j0 }: Tile): void {
  c.k.topRows(at, ld, rows, cols, j0, k, topValues + 4 * i0 * k, topIndices + 4 * i0 * k);
}

/** Once the last columns have been seen. */
function sortTop(c: Context, { k, topValues, topIndices, ...s }: TopNumbers, t: number, T: number): void {
  const [from, to] = ownRows(s, t, T);
  if (s.colTo === s.cols && to > from)
    c.k.sortTopRows(to - from, k, topValues + 4 * from * k, topIndices + 4 * from * k);
}

export const searchTopRows = job([...scoreFields, 'k', 'topValues', 'topIndices'], (c, s, t, T) => {
  eachTile(c, s, t, T, (tile) => topOfTile(c, s, tile));
  sortTop(c, s, t, T);
});

/** Column lists (k a column), the rows in them (`columnEnds`, 0: not asked for) and bounds are a thread each. */
export const searchTopBoth = job(
  [...scoreFields, 'k', 'topValues', 'topIndices', 'columnK', 'columnLists', 'columnEnds', 'columnBounds'],
  (c, s, t, T) => {
    const own = 4 * t * s.cols * s.columnK;
    const bounds = s.columnBounds + 4 * t * s.paddedCols;
    eachTile(c, s, t, T, (tile) => {
      const { at, ld, rows, cols, i0, j0 } = tile;
      topOfTile(c, s, tile);
      const from = own + 4 * j0 * s.columnK;
      const ends = s.columnEnds && s.columnEnds + from;
      c.k.topColumns(at, ld, rows, cols, i0, s.columnK, s.columnLists + from, ends, bounds + 4 * j0);
    });
    sortTop(c, s, t, T);
  },
);

/** Records (capacity of them, four cells each) and state (four cells) are a thread each. */
export const searchPairs = job(
  [...scoreFields, 'tieSeed', 'records', 'capacity', 'limit', 'state'],
  (c, { tieSeed, records, capacity, limit, state, ...s }, t, T) => {
    const own = records + 16 * t * capacity;
    eachTile(c, s, t, T, ({ at, ld, rows, cols, i0, j0 }) => {
      c.k.pairTile(at, ld, rows, cols, i0, j0, tieSeed, own, capacity, limit, state + 16 * t);
    });
  },
);

/** Entries are four arrays (score, second, end, tie), a stride of cells apart; the columns' are a thread each. */
export const searchBest = job(
  [...scoreFields, 'tieSeed', 'rowEntries', 'rowStride', 'columnEntries', 'columnStride'],
  (c, s, t, T) => {
    const ownColumns = s.columnEntries + 16 * t * s.columnStride;
    const entry = (base: number, stride: number, n: number): [number, number, number, number] => {
      const at = (p: number) => base + 4 * (p * stride + n);
      return [at(0), at(1), at(2), at(3)];
    };
    eachTile(c, s, t, T, ({ at, ld, rows, cols, i0, j0 }) => {
      c.k.bestOfRows(at, ld, rows, cols, i0, j0, s.tieSeed, ...entry(s.rowEntries, s.rowStride, i0));
      c.k.bestOfColumns(at, ld, rows, cols, i0, j0, s.tieSeed, ...entry(ownColumns, s.columnStride, j0));
    });
  },
);

/** Visits this thread's strips: whole rows, in the layout of a tile. */
function eachStrip(c: Context, s: ScoreNumbers, t: number, T: number, visit: (strip: Tile) => void): void {
  const at = s.tile + 4 * t * s.tileRows * s.paddedCols;
  const [from, to] = ownRows(s, t, T);
  for (let i0 = from; i0 < to; i0 += s.tileRows) {
    for (let j0 = 0; j0 < s.cols; j0 += s.tileCols) fillTile(c, s, { at: at + 4 * j0, ld: s.paddedCols, i0, j0 });
    visit({ at, ld: s.paddedCols, rows: Math.min(s.tileRows, s.rows - i0), cols: s.cols, i0, j0: 0 });
  }
}

/** Whole strips, since a row's target may lie in any tile. */
export const searchRanks = job([...scoreFields, 'targets', 'counts'], (c, s, t, T) => {
  eachStrip(c, s, t, T, ({ at, ld, rows, cols, i0 }) => {
    c.k.countAtLeast(at, ld, rows, cols, s.targets + 4 * i0, s.counts + 4 * i0);
  });
});

/**
 * A step of Sinkhorn's: the rows' potentials by the columns', then of each column the greatest log cell and the sum of
 * exp(cell − greatest), a thread each (`columnTops`: room for as many).
 */
export const transportStep = job(
  [
    ...scoreFields,
    ...(['scale', 'slack', 'rowPotentials', 'columnPotentials', 'columnGreatest', 'columnSums', 'columnTops'] as const),
  ],
  (c, s, t, T) => {
    const own = (base: number) => base + 4 * t * s.paddedCols;
    eachStrip(c, s, t, T, ({ at, ld, rows, cols, i0 }) => {
      c.k.transportRows(at, ld, rows, cols, s.scale, s.slack, s.columnPotentials, s.rowPotentials + 4 * i0);
      c.k.transportColumns(at, ld, rows, cols, own(s.columnGreatest), own(s.columnSums), own(s.columnTops));
    });
  },
);
