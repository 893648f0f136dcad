import { ABS, ELU, EXP, LEAKY_RELU, LOG, NEG, RELU, RSQRT, SIGMOID, SQRT, SQUARE, STEP, TANH } from './codes';
import { cell, exp4 } from './simd';

// Element-wise kernels over cells [from, to).

/** Natural logarithm of four (Cephes' logf); -Infinity at 0, NaN below. */
// @ts-ignore: decorator
@inline
function log4(x: v128): v128 {
  const least = f32x4.max(x, f32x4.splat(1.17549435e-38));
  let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(least, 23), i32x4.splat(126)));
  let m = v128.or(v128.and(least, i32x4.splat(0x007fffff)), f32x4.splat(0.5));
  const small = f32x4.lt(m, f32x4.splat(0.707106781186547524));
  e = f32x4.sub(e, v128.and(small, f32x4.splat(1)));
  m = f32x4.sub(f32x4.add(m, v128.and(small, m)), f32x4.splat(1));
  const z = f32x4.mul(m, m);
  let p = f32x4.add(f32x4.mul(m, f32x4.splat(7.0376836292e-2)), f32x4.splat(-1.1514610310e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(1.1676998740e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-1.2420140846e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(1.4249322787e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-1.6668057665e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(2.0000714765e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(-2.4999993993e-1));
  p = f32x4.add(f32x4.mul(p, m), f32x4.splat(3.3333331174e-1));
  p = f32x4.mul(f32x4.mul(p, m), z);
  p = f32x4.add(p, f32x4.mul(e, f32x4.splat(-2.12194440e-4)));
  p = f32x4.sub(p, f32x4.mul(z, f32x4.splat(0.5)));
  const log = f32x4.add(f32x4.add(m, p), f32x4.mul(e, f32x4.splat(0.693359375)));
  const zero = f32x4.eq(x, f32x4.splat(0));
  const wrong = v128.not(f32x4.ge(x, f32x4.splat(0)));
  const huge = f32x4.eq(x, f32x4.splat(Infinity));
  let out = v128.bitselect(f32x4.splat(-Infinity), log, zero);
  out = v128.bitselect(f32x4.splat(Infinity), out, huge);
  return v128.bitselect(f32x4.splat(NaN), out, wrong);
}

/** exp as JavaScript has it: 0 and Infinity at the ends, NaN stays. */
// @ts-ignore: decorator
@inline
function fullExp4(x: v128): v128 {
  let y = v128.andnot(exp4(x), f32x4.lt(x, f32x4.splat(-87.3)));
  y = v128.bitselect(f32x4.splat(Infinity), y, f32x4.gt(x, f32x4.splat(88.72284)));
  return v128.bitselect(x, y, f32x4.ne(x, x));
}

/** exp(x) - 1: a series near 0, where the difference would lose its digits. */
// @ts-ignore: decorator
@inline
function expm14(x: v128): v128 {
  let p = f32x4.add(f32x4.mul(x, f32x4.splat(0.00138888889)), f32x4.splat(0.00833333333));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(0.0416666667));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(0.166666667));
  p = f32x4.add(f32x4.mul(p, x), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, x), x), x);
  const near = f32x4.lt(f32x4.abs(x), f32x4.splat(0.35));
  return v128.bitselect(p, f32x4.sub(fullExp4(x), f32x4.splat(1)), near);
}

// @ts-ignore: decorator
@inline
function sigmoid4(x: v128): v128 {
  // exp of a number below 0 only: it cannot overflow.
  const e = fullExp4(f32x4.neg(f32x4.abs(x)));
  const below = f32x4.div(e, f32x4.add(e, f32x4.splat(1)));
  const above = f32x4.div(f32x4.splat(1), f32x4.add(e, f32x4.splat(1)));
  return v128.bitselect(below, above, f32x4.lt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function tanh4(x: v128): v128 {
  const e = expm14(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const y = f32x4.div(f32x4.neg(e), f32x4.add(e, f32x4.splat(2)));
  return v128.bitselect(f32x4.neg(y), y, f32x4.lt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function unary4(op: i32, x: v128, c: v128): v128 {
  const zero = f32x4.splat(0);
  switch (op) {
    case EXP:
      return fullExp4(x);
    case LOG:
      return log4(x);
    case SQRT:
      return f32x4.sqrt(x);
    case RSQRT:
      return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
    case SQUARE:
      return f32x4.mul(x, x);
    case NEG:
      return f32x4.neg(x);
    case RELU:
      return f32x4.max(x, zero);
    case ELU:
      return v128.bitselect(x, expm14(x), f32x4.ge(x, zero));
    case LEAKY_RELU:
      return v128.bitselect(f32x4.mul(x, c), x, f32x4.lt(x, zero));
    case SIGMOID:
      return sigmoid4(x);
    case TANH:
      return tanh4(x);
    case ABS:
      return f32x4.abs(x);
    case STEP: // 1 above 0, c elsewhere, NaN stays
      return v128.bitselect(
        x,
        v128.bitselect(f32x4.splat(1), c, f32x4.gt(x, zero)),
        f32x4.ne(x, x),
      );
    default: // RECIPROCAL
      return f32x4.div(f32x4.splat(1), x);
  }
}

/** out = op(x), with the constant `c` of LeakyRelu and Step. */
export function unary(op: i32, x: usize, out: usize, c: f32, from: i32, to: i32): void {
  const constant = f32x4.splat(c);
  let i = from;
  for (; i + 4 <= to; i += 4) v128.store(cell(out, i), unary4(op, v128.load(cell(x, i)), constant));
  for (; i < to; i++)
    store<f32>(cell(out, i), f32x4.extract_lane(unary4(op, f32x4.splat(load<f32>(cell(x, i))), constant), 0));
}
