import { cell, exp1, exp4, maxOf, rowAt, sumExp } from './simd';

// Sinkhorn's steps on a strip of scores: whole rows, `rows` × `cols` cells at s, a row every `ld` cells.

/**
 * Turns scores into scale · s − g_j − f_i, where the row's potential f_i is the log-sum-exp of its scale · s − g_j and of
 * `slack` (LOWEST: there is none).
 */
export function transportRows(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  scale: f32,
  slack: f32,
  columnPotentials: usize,
  rowPotentials: usize,
): void {
  const factor = f32x4.splat(scale);
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    let j = 0;
    for (; j + 4 <= cols; j += 4)
      v128.store(cell(x, j), f32x4.sub(f32x4.mul(factor, v128.load(cell(x, j))), v128.load(cell(columnPotentials, j))));
    for (; j < cols; j++)
      store<f32>(cell(x, j), scale * load<f32>(cell(x, j)) - load<f32>(cell(columnPotentials, j)));
    const top = max(slack, maxOf(x, cols));
    const own = top + <f32>Math.log(<f64>sumExp(x, cols, top) + Math.exp(<f64>slack - <f64>top));
    store<f32>(cell(rowPotentials, i), own);
    const f = f32x4.splat(own);
    for (j = 0; j + 4 <= cols; j += 4) v128.store(cell(x, j), f32x4.sub(v128.load(cell(x, j)), f));
    for (; j < cols; j++) store<f32>(cell(x, j), load<f32>(cell(x, j)) - own);
  }
}

/**
 * Folds a strip's rows into the running greatest cell and sum of exp(cell − greatest) of each column; `tops` is room
 * for as many cells.
 */
export function transportColumns(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  greatest: usize,
  sums: usize,
  tops: usize,
): void {
  memory.copy(tops, greatest, (<usize>cols) << 2);
  for (let i = 0; i < rows; i++) raise(tops, rowAt(s, i, ld), cols);
  rescale(greatest, sums, tops, cols);
  for (let i = 0; i < rows; i++) addExp(sums, rowAt(s, i, ld), tops, cols);
  memory.copy(greatest, tops, (<usize>cols) << 2);
}

function raise(tops: usize, x: usize, n: i32): void {
  let j = 0;
  for (; j + 4 <= n; j += 4) v128.store(cell(tops, j), f32x4.max(v128.load(cell(tops, j)), v128.load(cell(x, j))));
  for (; j < n; j++) store<f32>(cell(tops, j), max(load<f32>(cell(tops, j)), load<f32>(cell(x, j))));
}

function rescale(greatest: usize, sums: usize, tops: usize, n: i32): void {
  for (let j = 0; j < n; j++)
    store<f32>(cell(sums, j), load<f32>(cell(sums, j)) * exp1(load<f32>(cell(greatest, j)) - load<f32>(cell(tops, j))));
}

function addExp(sums: usize, x: usize, tops: usize, n: i32): void {
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const e = exp4(f32x4.sub(v128.load(cell(x, j)), v128.load(cell(tops, j))));
    v128.store(cell(sums, j), f32x4.add(v128.load(cell(sums, j)), e));
  }
  for (; j < n; j++)
    store<f32>(cell(sums, j), load<f32>(cell(sums, j)) + exp1(load<f32>(cell(x, j)) - load<f32>(cell(tops, j))));
}
