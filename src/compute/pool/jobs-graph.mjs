// Sparse products and graph attention: rows shared so that each thread has about as many cells.
import { sumsCells } from './sizes.mjs';

/** @typedef {import('./jobs.mjs').Job} Job */
/** @typedef {import('./context.mjs').Context} Context */

/**
 * Thread t's rows of a pattern: cut where the cells (and a share for each row) reach t/T of all.
 * @param {Context} c
 * @param {number} offsets
 * @param {number} rows
 * @param {number} t
 * @param {number} T
 * @returns {[from: number, to: number]}
 */
function rowShare(c, offsets, rows, t, T) {
  if (T === 1) return [0, rows];
  const starts = new Int32Array(c.memory.buffer, offsets, rows + 1);
  const work = (/** @type {number} */ i) => /** @type {number} */ (starts[i]) + i;
  const cut = (/** @type {number} */ part) => {
    const goal = (work(rows) * part) / T;
    let low = 0;
    let high = rows;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (work(middle) < goal) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [cut(t), cut(t + 1)];
}

/**
 * A job over rows: `[rows, offsets, ...]` become the kernel's `(offsets, ..., from, to)`. `own` changes the numbers into
 * this thread's (its scratch, its sums).
 * @param {string} kernel
 * @param {(numbers: number[], t: number) => number[]} [own]
 * @returns {Job}
 */
const overRows =
  (kernel, own = (numbers) => numbers) =>
  (c, a, t, T) => {
    const [rows, offsets, ...rest] = /** @type {[number, number, ...number[]]} */ (a);
    const [from, to] = rowShare(c, offsets, rows, t, T);
    if (to > from) /** @type {(...args: number[]) => number} */ (c.k[kernel])(offsets, ...own(rest, t), from, to);
  };

/** Moves the address at place p on by t · cells. */
const shifted = (/** @type {number[]} */ numbers, /** @type {number} */ p, /** @type {number} */ cells) =>
  numbers.map((x, i) => (i === p ? x + 4 * cells : x));

export const sparseRows = overRows('sparseRows');
export const attentionCoefficients = overRows('attentionCoefficients');
export const attentionColumnSums = overRows('attentionColumnSums');

/** Numbers: columns, source, coefficients, x, weight, out, sums, heads, width, factor, add; the sums a thread each. */
export const attentionRows = overRows('attentionRows', (n, t) =>
  shifted(n, 6, t * sumsCells(/** @type {number} */ (n[7]), /** @type {number} */ (n[8]))),
);

/**
 * Numbers: columns, coefficients, scores, x, weight, up, cell gradients, score gradients, weight gradient, sums, heads,
 * width, leak. Weight gradients (heads × width, zero at the start) and sums are a thread each.
 */
export const attentionBackward = overRows('attentionBackward', (n, t) => {
  const [heads, width] = /** @type {[number, number]} */ (n.slice(10, 12));
  return shifted(shifted(n, 8, t * heads * width), 9, t * sumsCells(heads, width));
});
