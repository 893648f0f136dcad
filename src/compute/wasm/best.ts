import { hash, skipBelow, skipUnder } from './scan';
import { cell, rowAt } from './simd';

// The best and second best of each row and of each column of a tile (tiles: see scores.ts).

/**
 * A line's best so far, in four parallel arrays: score, second best score, the other end, and the hash that decides
 * among equals (the lower wins).
 */
// @ts-ignore: decorator
@inline
function offer(scores: usize, seconds: usize, ends: usize, ties: usize, at: i32, score: f32, end: i32, tie: u32): void {
  const best = load<f32>(cell(scores, at));
  if (score < best || (score == best && tie >= load<u32>(cell(ties, at)))) {
    if (score > load<f32>(cell(seconds, at))) store<f32>(cell(seconds, at), score);
    return;
  }
  store<f32>(cell(seconds, at), best);
  store<f32>(cell(scores, at), score);
  store<i32>(cell(ends, at), end);
  store<u32>(cell(ties, at), tie);
}

/** Folds a tile into the best of each of its rows; an entry is a row's, from the tile's first row on. */
export function bestOfRows(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  j0: i32,
  tieSeed: u32,
  scores: usize,
  seconds: usize,
  ends: usize,
  ties: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const rowSeed = hash(tieSeed, i0 + i);
    let second = load<f32>(cell(seconds, i));
    let j = 0;
    while (true) {
      // A cell that equals the best must be looked at even where the second best equals it as well.
      j = second < load<f32>(cell(scores, i))
        ? skipBelow(x, j, cols, f32x4.splat(second))
        : skipUnder(x, j, cols, f32x4.splat(second));
      if (j >= cols) break;
      const end = min(j + 16, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (score > second || score == load<f32>(cell(scores, i))) {
          offer(scores, seconds, ends, ties, i, score, j0 + j, hash(rowSeed, j0 + j));
          second = load<f32>(cell(seconds, i));
        }
      }
    }
  }
}

/** The same by columns; an entry is a column's, from the tile's first column on. */
export function bestOfColumns(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  j0: i32,
  tieSeed: u32,
  scores: usize,
  seconds: usize,
  ends: usize,
  ties: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const rowSeed = hash(tieSeed, i0 + i);
    for (let j = 0; j < cols; ) {
      if (j + 4 <= cols) {
        const v = v128.load(cell(x, j));
        const hit = v128.or(f32x4.gt(v, v128.load(cell(seconds, j))), f32x4.eq(v, v128.load(cell(scores, j))));
        if (!v128.any_true(hit)) {
          j += 4;
          continue;
        }
      }
      const end = min(j + 4, cols);
      for (; j < end; j++) {
        const score = load<f32>(cell(x, j));
        if (score > load<f32>(cell(seconds, j)) || score == load<f32>(cell(scores, j)))
          offer(scores, seconds, ends, ties, j, score, i0 + i, hash(rowSeed, j0 + j));
      }
    }
  }
}
