import { addScaled, cell, dot, exp1, rowAt } from './simd';

// Sparse products and diagonal graph attention over rows [from, to) of a pattern in compressed-row form.
// Cells have `heads` coefficients each, side by side.

/** out = pattern · x, weighted by values. */
export function sparseRows(
  offsets: usize,
  columns: usize,
  values: usize,
  x: usize,
  out: usize,
  width: i32,
  from: i32,
  to: i32,
): void {
  for (let i = from; i < to; i++) {
    const o = rowAt(out, i, width);
    memory.fill(o, 0, (<usize>width) << 2);
    const end = load<i32>(cell(offsets, i + 1));
    for (let e = load<i32>(cell(offsets, i)); e < end; e++)
      addScaled(o, rowAt(x, load<i32>(cell(columns, e)), width), load<f32>(cell(values, e)), width);
  }
}

/**
 * Coefficients softmax_j(-LeakyReLU(s_i + t_j)) of row i's cells j. `scores` is N × 2·heads: all s, then all t.
 */
export function attentionCoefficients(
  offsets: usize,
  columns: usize,
  scores: usize,
  coefficients: usize,
  heads: i32,
  leak: f32,
  from: i32,
  to: i32,
): void {
  for (let i = from; i < to; i++) {
    const start = load<i32>(cell(offsets, i));
    const end = load<i32>(cell(offsets, i + 1));
    for (let h = 0; h < heads; h++) {
      const own = load<f32>(cell(rowAt(scores, i, 2 * heads), h));
      let top: f32 = -Infinity;
      for (let e = start; e < end; e++) {
        const x = own + load<f32>(cell(rowAt(scores, load<i32>(cell(columns, e)), 2 * heads), heads + h));
        const logit = -(x > 0 ? x : leak * x);
        store<f32>(cell(coefficients, e * heads + h), logit);
        top = max(top, logit);
      }
      let sum: f32 = 0;
      for (let e = start; e < end; e++) {
        const p = exp1(load<f32>(cell(coefficients, e * heads + h)) - top);
        store<f32>(cell(coefficients, e * heads + h), p);
        sum += p;
      }
      const factor: f32 = <f32>1 / sum;
      for (let e = start; e < end; e++)
        store<f32>(cell(coefficients, e * heads + h), load<f32>(cell(coefficients, e * heads + h)) * factor);
    }
  }
}

/** sums (heads × width) = per head, the row's x weighted by its coefficients; `source` maps cells to coefficients. */
// @ts-ignore: decorator
@inline
function headSums(
  start: i32,
  end: i32,
  columns: usize,
  source: usize,
  coefficients: usize,
  x: usize,
  sums: usize,
  heads: i32,
  width: i32,
): void {
  memory.fill(sums, 0, (<usize>(heads * width)) << 2);
  for (let e = start; e < end; e++) {
    const row = rowAt(x, load<i32>(cell(columns, e)), width);
    const at = source ? load<i32>(cell(source, e)) : e;
    for (let h = 0; h < heads; h++)
      addScaled(rowAt(sums, h, width), row, load<f32>(cell(coefficients, at * heads + h)), width);
  }
}

/** out_i (+)= factor · sum over heads of weight_h ⊙ (coefficients · x)_i. */
export function attentionRows(
  offsets: usize,
  columns: usize,
  source: usize,
  coefficients: usize,
  x: usize,
  weight: usize,
  out: usize,
  sums: usize,
  heads: i32,
  width: i32,
  factor: f32,
  add: i32,
  from: i32,
  to: i32,
): void {
  for (let i = from; i < to; i++) {
    const o = rowAt(out, i, width);
    if (!add) memory.fill(o, 0, (<usize>width) << 2);
    headSums(
      load<i32>(cell(offsets, i)),
      load<i32>(cell(offsets, i + 1)),
      columns,
      source,
      coefficients,
      x,
      sums,
      heads,
      width,
    );
    for (let h = 0; h < heads; h++) addProduct(o, rowAt(sums, h, width), rowAt(weight, h, width), factor, width);
  }
}

/** y += c · a ⊙ b. */
// @ts-ignore: decorator
@inline
function addProduct(y: usize, a: usize, b: usize, c: f32, n: i32): void {
  const factor = f32x4.splat(c);
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const product = f32x4.mul(f32x4.mul(v128.load(cell(a, j)), v128.load(cell(b, j))), factor);
    v128.store(cell(y, j), f32x4.add(v128.load(cell(y, j)), product));
  }
  for (; j < n; j++)
    store<f32>(cell(y, j), load<f32>(cell(y, j)) + load<f32>(cell(a, j)) * load<f32>(cell(b, j)) * c);
}

/**
 * Backward through the rows. With up_i the gradient of out_i and g = up_i ⊙ weight_h / heads:
 * weightGradient_h += up_i ⊙ (coefficients · x)_i / heads; cellGradients = gradient by s_i + t_j of each cell and head;
 * scoreGradients' s part = their sums by row.
 */
export function attentionBackward(
  offsets: usize,
  columns: usize,
  coefficients: usize,
  scores: usize,
  x: usize,
  weight: usize,
  up: usize,
  cellGradients: usize,
  scoreGradients: usize,
  weightGradient: usize,
  sums: usize,
  heads: i32,
  width: i32,
  leak: f32,
  from: i32,
  to: i32,
): void {
  const share: f32 = <f32>1 / <f32>heads;
  const g = rowAt(sums, heads, width);
  for (let i = from; i < to; i++) {
    const start = load<i32>(cell(offsets, i));
    const end = load<i32>(cell(offsets, i + 1));
    const u = rowAt(up, i, width);
    headSums(start, end, columns, 0, coefficients, x, sums, heads, width);
    for (let h = 0; h < heads; h++) {
      addProduct(rowAt(weightGradient, h, width), u, rowAt(sums, h, width), share, width);
      memory.fill(g, 0, (<usize>width) << 2);
      addProduct(g, u, rowAt(weight, h, width), share, width);
      // Gradient by a coefficient is g · x_j; the mean of it over the row is g · (coefficients · x)_i.
      const mean = dot(g, rowAt(sums, h, width), width);
      const own = load<f32>(cell(rowAt(scores, i, 2 * heads), h));
      let total: f32 = 0;
      for (let e = start; e < end; e++) {
        const j = load<i32>(cell(columns, e));
        const logitGradient =
          load<f32>(cell(coefficients, e * heads + h)) * (dot(g, rowAt(x, j, width), width) - mean);
        const before = own + load<f32>(cell(rowAt(scores, j, 2 * heads), heads + h));
        const d: f32 = -(before > 0 ? logitGradient : leak * logitGradient);
        store<f32>(cell(cellGradients, e * heads + h), d);
        total += d;
      }
      store<f32>(cell(rowAt(scoreGradients, i, 2 * heads), h), total);
    }
  }
}

/** scoreGradients' t part: the cell gradients summed by column, through the transposed pattern. */
export function attentionColumnSums(
  offsets: usize,
  source: usize,
  cellGradients: usize,
  scoreGradients: usize,
  heads: i32,
  from: i32,
  to: i32,
): void {
  for (let j = from; j < to; j++) {
    const end = load<i32>(cell(offsets, j + 1));
    for (let h = 0; h < heads; h++) {
      let total: f32 = 0;
      for (let e = load<i32>(cell(offsets, j)); e < end; e++)
        total += load<f32>(cell(cellGradients, load<i32>(cell(source, e)) * heads + h));
      store<f32>(cell(rowAt(scoreGradients, j, 2 * heads), heads + h), total);
    }
  }
}
