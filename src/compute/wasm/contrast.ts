import { ACROSS_DIAGONAL, WITHIN_DIAGONAL } from './codes';
import { cell, exp1, exp4, LOWEST, maxOf, rowAt, sumExp } from './simd';

// Tiles of the logits of the contrastive losses. A tile holds anchors `i0 …` in its rows against anchors `j0 …` in its
// columns. `within` tiles compare a side with itself: cell (i, i) does not count, and on the diagonal (i0 = j0) each
// pair of anchors stands twice, so that rows alone say it all.

const MASKED: f32 = -1e30;

// @ts-ignore: decorator
@inline
function maskDiagonal(s: usize, ld: i32, rows: i32, value: f32): void {
  for (let i = 0; i < rows; i++) store<f32>(cell(rowAt(s, i, ld), i), value);
}

/** Folds a tile's rows into the running greatest logit and sum of exp(logit - greatest) of each anchor. */
export function lseTileRows(s: usize, ld: i32, rows: i32, cols: i32, greatest: usize, sums: usize, masked: i32): void {
  if (masked) maskDiagonal(s, ld, rows, MASKED);
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const before = load<f32>(cell(greatest, i));
    const top = max(before, maxOf(x, cols));
    store<f32>(cell(greatest, i), top);
    store<f32>(cell(sums, i), load<f32>(cell(sums, i)) * exp1(before - top) + sumExp(x, cols, top));
  }
}

/** The same by columns; cols is a multiple of 4 or the rest is done one by one. */
export function lseTileColumns(s: usize, ld: i32, rows: i32, cols: i32, greatest: usize, sums: usize): void {
  let j = 0;
  for (; j + 4 <= cols; j += 4) {
    const before = v128.load(cell(greatest, j));
    let top = before;
    let p = cell(s, j);
    const step = (<usize>ld) << 2;
    for (let i = 0; i < rows; i++, p += step) top = f32x4.max(top, v128.load(p));
    let sum = f32x4.mul(v128.load(cell(sums, j)), exp4(f32x4.sub(before, top)));
    p = cell(s, j);
    for (let i = 0; i < rows; i++, p += step) sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(p), top)));
    v128.store(cell(greatest, j), top);
    v128.store(cell(sums, j), sum);
  }
  for (; j < cols; j++) {
    const before = load<f32>(cell(greatest, j));
    let top = before;
    for (let i = 0; i < rows; i++) top = max(top, load<f32>(cell(rowAt(s, i, ld), j)));
    let sum = load<f32>(cell(sums, j)) * exp1(before - top);
    for (let i = 0; i < rows; i++) sum += exp1(load<f32>(cell(rowAt(s, i, ld), j)) - top);
    store<f32>(cell(greatest, j), top);
    store<f32>(cell(sums, j), sum);
  }
}

/** The diagonal of a tile. */
export function takeDiagonal(s: usize, ld: i32, rows: i32, out: usize): void {
  for (let i = 0; i < rows; i++) store<f32>(cell(out, i), load<f32>(cell(rowAt(s, i, ld), i)));
}

/**
 * Turns logits into the gradient of ICL's sum: e^(s - lse of the row's anchor) + e^(s - lse of the column's anchor).
 * Kinds: codes.ts; across, on the diagonal, are the targets (- 2).
 */
export function contrastTile(s: usize, ld: i32, rows: i32, cols: i32, rowLse: usize, columnLse: usize, kind: i32): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const own = load<f32>(cell(rowLse, i));
    const r = f32x4.splat(own);
    let j = 0;
    for (; j + 4 <= cols; j += 4) {
      const v = v128.load(cell(x, j));
      const c = v128.load(cell(columnLse, j));
      v128.store(cell(x, j), f32x4.add(exp4(f32x4.sub(v, r)), exp4(f32x4.sub(v, c))));
    }
    for (; j < cols; j++) {
      const v = load<f32>(cell(x, j));
      store<f32>(cell(x, j), exp1(v - own) + exp1(v - load<f32>(cell(columnLse, j))));
    }
    if (kind == WITHIN_DIAGONAL) store<f32>(cell(x, i), 0);
    if (kind == ACROSS_DIAGONAL) store<f32>(cell(x, i), load<f32>(cell(x, i)) - 2);
  }
}

/** p (log p - log q) of four cells, where lp = log p and lq = log q. */
// @ts-ignore: decorator
@inline
function divergence(p: v128, lp: v128, lq: v128): v128 {
  return f32x4.mul(p, f32x4.sub(lp, lq));
}

/**
 * IAL on a tile: s are the modality's logits, t the joint embedding's. Returns the tile's part of the divergence, summed
 * over both anchors' distributions, and turns s into its gradient (q - p of the row's anchor + q - p of the column's).
 * On a WITHIN_DIAGONAL tile each cell counts for its row's anchor only, yet its gradient for both.
 */
export function alignTile(
  s: usize,
  t: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  rowLse: usize,
  columnLse: usize,
  rowJointLse: usize,
  columnJointLse: usize,
  kind: i32,
): f64 {
  let total: f64 = 0;
  const columnsCount: f32 = kind == WITHIN_DIAGONAL ? 0 : 1;
  const share = f32x4.splat(columnsCount);
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const y = rowAt(t, i, ld);
    if (kind == WITHIN_DIAGONAL) {
      store<f32>(cell(x, i), MASKED);
      store<f32>(cell(y, i), MASKED);
    }
    const own = load<f32>(cell(rowLse, i));
    const ownJoint = load<f32>(cell(rowJointLse, i));
    const r = f32x4.splat(own);
    const rj = f32x4.splat(ownJoint);
    let sum = f32x4.splat(0);
    let j = 0;
    for (; j + 4 <= cols; j += 4) {
      const v = v128.load(cell(x, j));
      const w = v128.load(cell(y, j));
      const lq = f32x4.sub(v, r);
      const lp = f32x4.sub(w, rj);
      const mq = f32x4.sub(v, v128.load(cell(columnLse, j)));
      const mp = f32x4.sub(w, v128.load(cell(columnJointLse, j)));
      const p = exp4(lp);
      const p2 = exp4(mp);
      sum = f32x4.add(sum, f32x4.add(divergence(p, lp, lq), f32x4.mul(share, divergence(p2, mp, mq))));
      v128.store(cell(x, j), f32x4.add(f32x4.sub(exp4(lq), p), f32x4.sub(exp4(mq), p2)));
    }
    let rest: f32 =
      f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
    for (; j < cols; j++) {
      const v = load<f32>(cell(x, j));
      const w = load<f32>(cell(y, j));
      const lq = v - own;
      const lp = w - ownJoint;
      const mq = v - load<f32>(cell(columnLse, j));
      const mp = w - load<f32>(cell(columnJointLse, j));
      const p = exp1(lp);
      const p2 = exp1(mp);
      rest += p * (lp - lq) + columnsCount * (p2 * (mp - mq));
      store<f32>(cell(x, j), exp1(lq) - p + (exp1(mq) - p2));
    }
    if (kind == WITHIN_DIAGONAL) store<f32>(cell(x, i), 0);
    total += <f64>rest;
  }
  return total;
}

/** Greatest logit and sum of T threads into one: lse = greatest + log(sum), for anchors [0, n). */
export function mergeLse(greatest: usize, sums: usize, threads: i32, stride: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    let top = LOWEST;
    for (let t = 0; t < threads; t++) top = max(top, load<f32>(cell(greatest, t * stride + i)));
    let sum: f64 = 0;
    for (let t = 0; t < threads; t++)
      sum += <f64>load<f32>(cell(sums, t * stride + i)) * Math.exp(<f64>(load<f32>(cell(greatest, t * stride + i)) - top));
    store<f32>(cell(greatest, i), top + <f32>Math.log(sum));
  }
}
