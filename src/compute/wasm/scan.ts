import { cell } from './simd';

// What the searches share.

/** Murmur3's finaliser over two numbers, as `hash` in ../random.ts. */
// @ts-ignore: decorator
@inline
export function hash(a: u32, b: u32): u32 {
  let h: u32 = ((a ^ 0x9e3779b9) * 0x85ebca6b) ^ ((b + 0x7f4a7c15) * 0xc2b2ae35);
  h ^= h >> 16;
  h *= 0x85ebca6b;
  h ^= h >> 13;
  h *= 0xc2b2ae35;
  return h ^ (h >> 16);
}

/** First j in [j, cols) that may hold a cell > bound: steps of 16 with none are passed over. */
// @ts-ignore: decorator
@inline
export function skipBelow(x: usize, j: i32, cols: i32, bound: v128): i32 {
  for (; j + 16 <= cols; j += 16) {
    const p = cell(x, j);
    const any = v128.or(
      v128.or(f32x4.gt(v128.load(p), bound), f32x4.gt(v128.load(p, 16), bound)),
      v128.or(f32x4.gt(v128.load(p, 32), bound), f32x4.gt(v128.load(p, 48), bound)),
    );
    if (v128.any_true(any)) return j;
  }
  return j;
}

/** The same for cells >= bound. */
// @ts-ignore: decorator
@inline
export function skipUnder(x: usize, j: i32, cols: i32, bound: v128): i32 {
  for (; j + 16 <= cols; j += 16) {
    const p = cell(x, j);
    const any = v128.or(
      v128.or(f32x4.ge(v128.load(p), bound), f32x4.ge(v128.load(p, 16), bound)),
      v128.or(f32x4.ge(v128.load(p, 32), bound), f32x4.ge(v128.load(p, 48), bound)),
    );
    if (v128.any_true(any)) return j;
  }
  return j;
}
