import { skipBelow } from './scan';
import { cell, rowAt } from './simd';

// The k best of each row and of each column of a tile (tiles: see scores.ts).

/** Is entry a of a binary heap worse than b: lower score, or the same and a higher column. */
// @ts-ignore: decorator
@inline
function worse(values: usize, columns: usize, a: i32, b: i32): bool {
  const x = load<f32>(cell(values, a));
  const y = load<f32>(cell(values, b));
  return x < y || (x == y && load<i32>(cell(columns, a)) > load<i32>(cell(columns, b)));
}

// @ts-ignore: decorator
@inline
function swap(values: usize, columns: usize, a: i32, b: i32): void {
  const v = load<f32>(cell(values, a));
  const c = load<i32>(cell(columns, a));
  store<f32>(cell(values, a), load<f32>(cell(values, b)));
  store<i32>(cell(columns, a), load<i32>(cell(columns, b)));
  store<f32>(cell(values, b), v);
  store<i32>(cell(columns, b), c);
}

function sink(values: usize, columns: usize, at: i32, count: i32): void {
  for (;;) {
    let child = 2 * at + 1;
    if (child >= count) return;
    if (child + 1 < count && worse(values, columns, child + 1, child)) child++;
    if (!worse(values, columns, child, at)) return;
    swap(values, columns, child, at);
    at = child;
  }
}

/** Each row's k best so far as a binary heap with the worst on top; it starts as -Infinity, column 2^31 - 1. */
export function topRows(s: usize, ld: i32, rows: i32, cols: i32, j0: i32, k: i32, values: usize, columns: usize): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const v = rowAt(values, i, k);
    const c = rowAt(columns, i, k);
    let bound = load<f32>(v);
    let j = skipBelow(x, 0, cols, f32x4.splat(bound));
    while (j < cols) {
      const end = min(j + 16, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (!(score > bound)) continue;
        store<f32>(v, score);
        store<i32>(c, j0 + j);
        sink(v, c, 0, k);
        bound = load<f32>(v);
      }
      j = skipBelow(x, j, cols, f32x4.splat(bound));
    }
  }
}

/** Heaps of rows into lists, best first. */
export function sortTopRows(rows: i32, k: i32, values: usize, columns: usize): void {
  for (let i = 0; i < rows; i++) {
    const v = rowAt(values, i, k);
    const c = rowAt(columns, i, k);
    for (let n = k - 1; n > 0; n--) {
      swap(v, c, 0, n);
      sink(v, c, 0, n);
    }
  }
}

/**
 * Each column's k best so far, sorted (list j at lists + j · k); `bounds` their k-th best. `ends`: the rows they stand in,
 * laid out as the lists; 0 where they are not asked for.
 */
export function topColumns(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  k: i32,
  lists: usize,
  ends: usize,
  bounds: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    for (let j = 0; j < cols; ) {
      if (j + 4 <= cols) {
        const above = f32x4.gt(v128.load(cell(x, j)), v128.load(cell(bounds, j)));
        if (!v128.any_true(above)) {
          j += 4;
          continue;
        }
      }
      const end = min(j + 4, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (!(score > load<f32>(cell(bounds, j)))) continue;
        const list = rowAt(lists, j, k);
        const at = insert(list, cell(bounds, j), k, score);
        if (ends) insertEnd(rowAt(ends, j, k), k, at, i0 + i);
      }
    }
  }
}

/** Where it came to stand. */
function insert(list: usize, bound: usize, k: i32, score: f32): i32 {
  let at = k - 1;
  for (; at > 0 && load<f32>(cell(list, at - 1)) < score; at--)
    store<f32>(cell(list, at), load<f32>(cell(list, at - 1)));
  store<f32>(cell(list, at), score);
  store<f32>(bound, load<f32>(cell(list, k - 1)));
  return at;
}

function insertEnd(list: usize, k: i32, at: i32, end: i32): void {
  memory.copy(cell(list, at + 1), cell(list, at), (<usize>(k - 1 - at)) << 2);
  store<i32>(cell(list, at), end);
}
