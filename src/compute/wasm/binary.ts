import { ADD, DIV, MAX, MIN, MUL, SQUARED_DIFFERENCE, SUB } from './codes';
import { cell, rowAt } from './simd';

// Kernels of two operands, and filling.

// @ts-ignore: decorator
@inline
function binary4(op: i32, a: v128, b: v128): v128 {
  switch (op) {
    case ADD:
      return f32x4.add(a, b);
    case SUB:
      return f32x4.sub(a, b);
    case MUL:
      return f32x4.mul(a, b);
    case DIV:
      return f32x4.div(a, b);
    case MAX:
      return f32x4.max(a, b);
    case MIN:
      return f32x4.min(a, b);
    case SQUARED_DIFFERENCE: {
      const d = f32x4.sub(a, b);
      return f32x4.mul(d, d);
    }
    default: // ELU_GRADIENT: a = dy, b = elu(x)
      return v128.bitselect(a, f32x4.mul(a, f32x4.add(b, f32x4.splat(1))), f32x4.ge(b, f32x4.splat(0)));
  }
}

// @ts-ignore: decorator
@inline
function binary1(op: i32, a: f32, b: f32): f32 {
  return f32x4.extract_lane(binary4(op, f32x4.splat(a), f32x4.splat(b)), 0);
}

/** out = op(a, b), cell by cell. */
export function binarySame(op: i32, a: usize, b: usize, out: usize, from: i32, to: i32): void {
  let i = from;
  for (; i + 4 <= to; i += 4) v128.store(cell(out, i), binary4(op, v128.load(cell(a, i)), v128.load(cell(b, i))));
  for (; i < to; i++) store<f32>(cell(out, i), binary1(op, load<f32>(cell(a, i)), load<f32>(cell(b, i))));
}

/** out = op(a, s), or op(s, a) when swapped. */
export function binaryScalar(op: i32, a: usize, s: f32, out: usize, swapped: i32, from: i32, to: i32): void {
  const b = f32x4.splat(s);
  let i = from;
  if (swapped) {
    for (; i + 4 <= to; i += 4) v128.store(cell(out, i), binary4(op, b, v128.load(cell(a, i))));
    for (; i < to; i++) store<f32>(cell(out, i), binary1(op, s, load<f32>(cell(a, i))));
  } else {
    for (; i + 4 <= to; i += 4) v128.store(cell(out, i), binary4(op, v128.load(cell(a, i)), b));
    for (; i < to; i++) store<f32>(cell(out, i), binary1(op, load<f32>(cell(a, i)), s));
  }
}

/** Rows [from, to) of a matrix with the row vector b of n cells. */
export function binaryRow(op: i32, a: usize, b: usize, out: usize, swapped: i32, n: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++) {
    const x = rowAt(a, r, n);
    const y = rowAt(out, r, n);
    if (swapped) binarySame(op, b, x, y, 0, n);
    else binarySame(op, x, b, y, 0, n);
  }
}

/** Rows [from, to) of a matrix n cells wide, each with its cell of the column vector b. */
export function binaryColumn(op: i32, a: usize, b: usize, out: usize, swapped: i32, n: i32, from: i32, to: i32): void {
  for (let r = from; r < to; r++)
    binaryScalar(op, rowAt(a, r, n), load<f32>(cell(b, r)), rowAt(out, r, n), swapped, 0, n);
}

export function fill(x: usize, value: f32, from: i32, to: i32): void {
  const v = f32x4.splat(value);
  let i = from;
  for (; i + 4 <= to; i += 4) v128.store(cell(x, i), v);
  for (; i < to; i++) store<f32>(cell(x, i), value);
}
