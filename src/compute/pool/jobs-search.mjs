// Searches over all scores of left rows with right rows, tile by tile. Left and right are padded with zero rows to whole
// tiles, so that every product has the same shape and equal vectors score exactly the same.
import { share } from './share.mjs';

/** @typedef {import('./jobs.mjs').Job} Job */
/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {Record<string, (...args: number[]) => number>} Kernels */

/** How many numbers say what the scores are. */
const scoreNumbers = 14;

/**
 * @param {number[]} a
 */
function scoresOf(a) {
  const [
    left,
    right,
    rows,
    cols,
    width,
    tileRows,
    tileCols,
    tile,
    offsets,
    columns,
    values,
    rowRadii,
    columnRadii,
    paddedCols,
  ] =
    /** @type {[number, number, number, number, number, number, number, number, number, number, number, number, number, number]} */ (
      a
    );
  return {
    left,
    right,
    rows,
    cols,
    width,
    tileRows,
    tileCols,
    tile,
    offsets,
    columns,
    values,
    rowRadii,
    columnRadii,
    paddedCols,
  };
}

/** @typedef {ReturnType<typeof scoresOf>} Scores */

/**
 * Scores of rows i0 … and columns j0 … at `out`, a row every `ld` cells.
 * @param {Context} c
 * @param {Scores} s
 * @param {number} i0
 * @param {number} j0
 * @param {number} out
 * @param {number} ld
 */
function fillTile(c, s, i0, j0, out, ld) {
  const [a, b] = [s.left + 4 * i0 * s.width, s.right + 4 * j0 * s.width];
  c.gemm(0, 1, s.tileRows, s.tileCols, s.width, 1, a, s.width, b, s.width, 0, out, ld);
  const rows = Math.min(s.tileRows, s.rows - i0);
  const cols = Math.min(s.tileCols, s.cols - j0);
  if (s.offsets) c.k.addSparseTile?.(out, ld, rows, cols, i0, j0, s.offsets, s.columns, s.values);
  if (s.rowRadii) c.k.correctTile?.(out, ld, rows, cols, s.rowRadii + 4 * i0, s.columnRadii + 4 * j0);
  return { rows, cols };
}

/**
 * Visits this thread's tiles: whole blocks of rows, their columns left to right.
 * @param {Context} c
 * @param {number[]} a
 * @param {number} t
 * @param {number} T
 * @param {(k: Kernels, s: { at: number, ld: number, rows: number, cols: number, i0: number, j0: number }, rest: number[]) => void} visit
 */
function eachTile(c, a, t, T, visit) {
  const s = scoresOf(a);
  const rest = a.slice(scoreNumbers);
  const at = s.tile + 4 * t * s.tileRows * s.tileCols;
  const [from, to] = share(s.rows, t, T, s.tileRows);
  for (let i0 = from; i0 < to; i0 += s.tileRows)
    for (let j0 = 0; j0 < s.cols; j0 += s.tileCols) {
      const { rows, cols } = fillTile(c, s, i0, j0, at, s.tileCols);
      visit(/** @type {Kernels} */ (c.k), { at, ld: s.tileCols, rows, cols, i0, j0 }, rest);
    }
}

/** @param {number[]} rest */
const four = (rest) => /** @type {[number, number, number, number]} */ (rest);

/**
 * Rest: k, values, indices (rows × k heaps).
 * @type {Job}
 */
export const searchTopRows = (c, a, t, T) => {
  const s = scoresOf(a);
  const [k, values, indices] = four(a.slice(scoreNumbers));
  eachTile(c, a, t, T, (kernels, { at, ld, rows, cols, i0, j0 }) => {
    kernels.topRows?.(at, ld, rows, cols, j0, k, values + 4 * i0 * k, indices + 4 * i0 * k);
  });
  const [from, to] = share(s.rows, t, T, s.tileRows);
  if (to > from) c.k.sortTopRows?.(to - from, k, values + 4 * from * k, indices + 4 * from * k);
};

/**
 * Rest: row k, row values, row indices, column k, column lists, column bounds; columns are a thread each.
 * @type {Job}
 */
export const searchRadii = (c, a, t, T) => {
  const s = scoresOf(a);
  const [k, values, indices, columnK, lists, bounds] = /** @type {[number, number, number, number, number, number]} */ (
    a.slice(scoreNumbers)
  );
  const ownLists = lists + 4 * t * s.cols * columnK;
  const ownBounds = bounds + 4 * t * s.paddedCols;
  eachTile(c, a, t, T, (kernels, { at, ld, rows, cols, i0, j0 }) => {
    kernels.topRows?.(at, ld, rows, cols, j0, k, values + 4 * i0 * k, indices + 4 * i0 * k);
    kernels.topColumns?.(at, ld, rows, cols, columnK, ownLists + 4 * j0 * columnK, ownBounds + 4 * j0);
  });
  const [from, to] = share(s.rows, t, T, s.tileRows);
  if (to > from) c.k.sortTopRows?.(to - from, k, values + 4 * from * k, indices + 4 * from * k);
};

/**
 * Rest: tie seed, pool, capacity, limit, state; pool and state (4 cells) a thread each.
 * @type {Job}
 */
export const searchPool = (c, a, t, T) => {
  const [tieSeed, pool, capacity, limit, state] = /** @type {[number, number, number, number, number]} */ (
    a.slice(scoreNumbers)
  );
  const own = pool + 16 * t * capacity;
  eachTile(c, a, t, T, (kernels, { at, ld, rows, cols, i0, j0 }) => {
    kernels.poolTile?.(at, ld, rows, cols, i0, j0, tieSeed, own, capacity, limit, state + 16 * t);
  });
};

/**
 * Rest: tie seed, row entries, row stride, column entries, column stride. Entries are four arrays (score, second, end,
 * tie), `stride` cells apart; the columns' are a thread each.
 * @type {Job}
 */
export const searchBest = (c, a, t, T) => {
  const [tieSeed, rowEntries, rowStride, columnEntries, columnStride] =
    /** @type {[number, number, number, number, number]} */ (a.slice(scoreNumbers));
  const ownColumns = columnEntries + 16 * t * columnStride;
  /** @type {(base: number, stride: number, n: number) => number[]} */
  const entry = (base, stride, n) => [0, 1, 2, 3].map((p) => base + 4 * (p * stride + n));
  eachTile(c, a, t, T, (kernels, { at, ld, rows, cols, i0, j0 }) => {
    kernels.bestOfRows?.(at, ld, rows, cols, i0, j0, tieSeed, ...entry(rowEntries, rowStride, i0));
    kernels.bestOfColumns?.(at, ld, rows, cols, i0, j0, tieSeed, ...entry(ownColumns, columnStride, j0));
  });
};

/**
 * Whole strips of tileRows rows, since a row's target may lie in any tile. Rest: targets, counts.
 * @type {Job}
 */
export const searchRanks = (c, a, t, T) => {
  const s = scoresOf(a);
  const [targets, counts] = four(a.slice(scoreNumbers));
  const strip = s.tile + 4 * t * s.tileRows * s.paddedCols;
  const [from, to] = share(s.rows, t, T, s.tileRows);
  for (let i0 = from; i0 < to; i0 += s.tileRows) {
    for (let j0 = 0; j0 < s.cols; j0 += s.tileCols) fillTile(c, s, i0, j0, strip + 4 * j0, s.paddedCols);
    const rows = Math.min(s.tileRows, s.rows - i0);
    c.k.countAtLeast?.(strip, s.paddedCols, rows, s.cols, targets + 4 * i0, counts + 4 * i0);
  }
};
