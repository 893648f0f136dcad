import { addScaled, cell, dot, exp1, exp4, maxOf, rowAt, sumOf } from './simd';

// Kernels over rows [from, to) of an n cells wide matrix, and copies of rows.

export function rowSums(x: usize, out: usize, n: i32, scale: f32, from: i32, to: i32): void {
  for (let r = from; r < to; r++) store<f32>(cell(out, r), scale * sumOf(rowAt(x, r, n), n));
}

export function rowMaxima(x: usize, out: usize, n: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++) store<f32>(cell(out, r), maxOf(rowAt(x, r, n), n));
}

/** out[j] += the column's sum over the rows. */
export function columnSums(x: usize, out: usize, n: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++) addScaled(out, rowAt(x, r, n), 1, n);
}

export function softmaxRows(x: usize, out: usize, n: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++) {
    const a = rowAt(x, r, n);
    const p = rowAt(out, r, n);
    const top = maxOf(a, n);
    const m = f32x4.splat(top);
    let j = 0;
    for (; j + 4 <= n; j += 4) v128.store(cell(p, j), exp4(f32x4.sub(v128.load(cell(a, j)), m)));
    for (; j < n; j++) store<f32>(cell(p, j), exp1(load<f32>(cell(a, j)) - top));
    const factor = <f32>1 / sumOf(p, n);
    const q = f32x4.splat(factor);
    for (j = 0; j + 4 <= n; j += 4) v128.store(cell(p, j), f32x4.mul(v128.load(cell(p, j)), q));
    for (; j < n; j++) store<f32>(cell(p, j), load<f32>(cell(p, j)) * factor);
  }
}

/** Unit rows, and 1 / max(length, 1e-12) of each; squares are summed at a safe scale. */
export function unitRows(x: usize, out: usize, inverse: usize, n: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++) {
    const a = rowAt(x, r, n);
    const factor = <f32>1 / max(sqrt(dot(a, a, n)), <f32>1e-12);
    store<f32>(cell(inverse, r), factor);
    scaleRow(a, rowAt(out, r, n), factor, n);
  }
}

// @ts-ignore: decorator
@inline
function scaleRow(x: usize, out: usize, c: f32, n: i32): void {
  const factor = f32x4.splat(c);
  let j = 0;
  for (; j + 4 <= n; j += 4) v128.store(cell(out, j), f32x4.mul(v128.load(cell(x, j)), factor));
  for (; j < n; j++) store<f32>(cell(out, j), load<f32>(cell(x, j)) * c);
}

/** Gradient of unitRows: (dy - y (y · dy)) / length; where the length was cut off at 1e-12, dy / 1e-12. */
export function unitRowsGradient(y: usize, inverse: usize, dy: usize, out: usize, n: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++) {
    const unit = rowAt(y, r, n);
    const up = rowAt(dy, r, n);
    const o = rowAt(out, r, n);
    const factor = load<f32>(cell(inverse, r));
    scaleRow(up, o, factor, n);
    if (factor < <f32>1e12) addScaled(o, unit, -factor * dot(unit, up, n), n);
  }
}

/** `count` rows of `width` cells from x (a row every `xStride` cells) to out; rows [from, to). */
export function copyRows(x: usize, xStride: i32, out: usize, outStride: i32, width: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++)
    memory.copy(rowAt(out, r, outStride), rowAt(x, r, xStride), (<usize>width) << 2);
}

/** out row i = x row index[i]. */
export function gatherRows(x: usize, index: usize, out: usize, n: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++)
    memory.copy(rowAt(out, r, n), rowAt(x, load<i32>(cell(index, r)), n), (<usize>n) << 2);
}

/** out rows [from, to) = the sums of the x rows whose segment they are. */
export function segmentSums(x: usize, segment: usize, count: i32, out: usize, n: i32, from: i32, to: i32): void {
  memory.fill(rowAt(out, from, n), 0, ((<usize>(to - from)) * (<usize>n)) << 2);
  for (let i = 0; i < count; i++) {
    const s = load<i32>(cell(segment, i));
    if (s >= from && s < to) addScaled(rowAt(out, s, n), rowAt(x, i, n), 1, n);
  }
}

/** out (cols × rows) rows [from, to) = columns of x (rows × cols), in 16 × 16 tiles. */
export function transpose(x: usize, out: usize, rows: i32, cols: i32, from: i32, to: i32): void {
  for (let i = 0; i < rows; i += 16)
    for (let j = from; j < to; j += 16) {
      const bottom = min(i + 16, rows);
      const right = min(j + 16, to);
      for (let c = j; c < right; c++)
        for (let r = i; r < bottom; r++) store<f32>(cell(rowAt(out, c, rows), r), load<f32>(cell(rowAt(x, r, cols), c)));
    }
}
