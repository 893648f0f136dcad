// What the kernels share. Addresses are bytes in the one shared memory, counts are of 32-bit cells.

export const LOWEST: f32 = -3.4028234663852886e38;

/** Address of cell i. */
// @ts-ignore: decorator
@inline
export function cell(p: usize, i: i32): usize {
  return p + ((<usize>i) << 2);
}

/** Address of row r of a matrix `width` cells wide. */
// @ts-ignore: decorator
@inline
export function rowAt(p: usize, r: i32, width: i32): usize {
  return p + (((<usize>r) * (<usize>width)) << 2);
}

/** exp of four, to about 1 ulp (Cephes' expf); below -87.3 it is 1e-38, above 88.72 it stays at 3.3e38. */
// @ts-ignore: decorator
@inline
export function exp4(given: v128): v128 {
  const x = f32x4.min(f32x4.max(given, f32x4.splat(-87.3)), f32x4.splat(88.722));
  // Adding 1.5 · 2^23 rounds to the nearest whole number and leaves it in the low bits.
  const t = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(12582912.0));
  const n = f32x4.sub(t, f32x4.splat(12582912.0));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let p = f32x4.add(f32x4.mul(r, f32x4.splat(1.9875691500e-4)), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1.0));
  return i32x4.add(p, i32x4.shl(t, 23));
}

// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
export function sum4(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

// @ts-ignore: decorator
@inline
export function max4(a: v128): f32 {
  return max(
    max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
    max(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3)),
  );
}

/** Greatest of n cells. */
export function maxOf(x: usize, n: i32): f32 {
  let a = f32x4.splat(LOWEST);
  let b = a;
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    a = f32x4.max(a, v128.load(cell(x, j)));
    b = f32x4.max(b, v128.load(cell(x, j), 16));
  }
  let greatest = max4(f32x4.max(a, b));
  for (; j < n; j++) greatest = max(greatest, load<f32>(cell(x, j)));
  return greatest;
}

/** Sum of n cells. */
export function sumOf(x: usize, n: i32): f32 {
  let a = f32x4.splat(0);
  let b = a;
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    a = f32x4.add(a, v128.load(cell(x, j)));
    b = f32x4.add(b, v128.load(cell(x, j), 16));
  }
  let sum = sum4(f32x4.add(a, b));
  for (; j < n; j++) sum += load<f32>(cell(x, j));
  return sum;
}

/** Sum of the products of n cells. */
export function dot(x: usize, y: usize, n: i32): f32 {
  let a = f32x4.splat(0);
  let b = a;
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    a = f32x4.add(a, f32x4.mul(v128.load(cell(x, j)), v128.load(cell(y, j))));
    b = f32x4.add(b, f32x4.mul(v128.load(cell(x, j), 16), v128.load(cell(y, j), 16)));
  }
  let sum = sum4(f32x4.add(a, b));
  for (; j < n; j++) sum += load<f32>(cell(x, j)) * load<f32>(cell(y, j));
  return sum;
}

/** Sum of exp(x - shift) over n cells. */
export function sumExp(x: usize, n: i32, shift: f32): f32 {
  const m = f32x4.splat(shift);
  let a = f32x4.splat(0);
  let b = a;
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    a = f32x4.add(a, exp4(f32x4.sub(v128.load(cell(x, j)), m)));
    b = f32x4.add(b, exp4(f32x4.sub(v128.load(cell(x, j), 16), m)));
  }
  let sum = sum4(f32x4.add(a, b));
  for (; j < n; j++) sum += exp1(load<f32>(cell(x, j)) - shift);
  return sum;
}

/** y += c · x over n cells. */
// @ts-ignore: decorator
@inline
export function addScaled(y: usize, x: usize, c: f32, n: i32): void {
  const factor = f32x4.splat(c);
  let j = 0;
  for (; j + 4 <= n; j += 4)
    v128.store(cell(y, j), f32x4.add(v128.load(cell(y, j)), f32x4.mul(factor, v128.load(cell(x, j)))));
  for (; j < n; j++) store<f32>(cell(y, j), load<f32>(cell(y, j)) + c * load<f32>(cell(x, j)));
}
