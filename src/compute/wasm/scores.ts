import { cell, rowAt } from './simd';

// Tiles of scores: `rows` × `cols` cells at s, a row every `ld` cells; a tile starts at row i0, column j0.

/** s = 2 s - r_i - r_j; radii start at the tile's row and column. */
export function correctTile(s: usize, ld: i32, rows: i32, cols: i32, rowRadii: usize, columnRadii: usize): void {
  const two = f32x4.splat(2);
  for (let i = 0; i < rows; i++) {
    const x = rowAt(s, i, ld);
    const own = load<f32>(cell(rowRadii, i));
    const r = f32x4.splat(own);
    let j = 0;
    for (; j + 4 <= cols; j += 4)
      v128.store(
        cell(x, j),
        f32x4.sub(f32x4.sub(f32x4.mul(two, v128.load(cell(x, j))), r), v128.load(cell(columnRadii, j))),
      );
    for (; j < cols; j++)
      store<f32>(cell(x, j), <f32>2 * load<f32>(cell(x, j)) - own - load<f32>(cell(columnRadii, j)));
  }
}

/** s += the sparse matrix's cells that lie in the tile. */
export function addSparseTile(
  s: usize,
  ld: i32,
  rows: i32,
  cols: i32,
  i0: i32,
  j0: i32,
  offsets: usize,
  columns: usize,
  values: usize,
): void {
  for (let i = 0; i < rows; i++) {
    let low = load<i32>(cell(offsets, i0 + i));
    const end = load<i32>(cell(offsets, i0 + i + 1));
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (load<i32>(cell(columns, middle)) < j0) low = middle + 1;
      else high = middle;
    }
    for (; low < end; low++) {
      const j = load<i32>(cell(columns, low)) - j0;
      if (j >= cols) break;
      const at = cell(rowAt(s, i, ld), j);
      store<f32>(at, load<f32>(at) + load<f32>(cell(values, low)));
    }
  }
}

/** How many cells of each row are at least the cell in column target[i], itself left out; -1 for a target of -1. */
export function countAtLeast(s: usize, ld: i32, rows: i32, cols: i32, targets: usize, counts: usize): void {
  for (let i = 0; i < rows; i++) {
    const target = load<i32>(cell(targets, i));
    if (target < 0) {
      store<i32>(cell(counts, i), -1);
      continue;
    }
    const x = rowAt(s, i, ld);
    const own = load<f32>(cell(x, target));
    const bound = f32x4.splat(own);
    let lanes = i32x4.splat(0);
    let j = 0;
    for (; j + 4 <= cols; j += 4) lanes = i32x4.sub(lanes, f32x4.ge(v128.load(cell(x, j)), bound));
    let count =
      i32x4.extract_lane(lanes, 0) +
      i32x4.extract_lane(lanes, 1) +
      i32x4.extract_lane(lanes, 2) +
      i32x4.extract_lane(lanes, 3);
    for (; j < cols; j++) if (load<f32>(cell(x, j)) >= own) count++;
    store<i32>(cell(counts, i), count - 1);
  }
}
