import { cell } from './simd';

/** One AdamW step in torch's order of operations; shrink = 1 - lr · decay, rate = lr / bias correction of m. */
export function adamw(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  epsilon: f32,
  shrink: f32,
  rate: f32,
  rootCorrection: f32,
  from: i32,
  to: i32,
): void {
  for (let i = from; i < to; i += 4) {
    // The last cells in one masked step: blocks are a multiple of 64 bytes, so reading past the end is safe.
    const left = to - i;
    const gi = v128.load(cell(g, i));
    const mi = f32x4.add(
      f32x4.mul(v128.load(cell(m, i)), f32x4.splat(beta1)),
      f32x4.mul(gi, f32x4.splat(rest1)),
    );
    const vi = f32x4.add(
      f32x4.mul(v128.load(cell(v, i)), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(gi, gi), f32x4.splat(rest2)),
    );
    const root = f32x4.add(f32x4.div(f32x4.sqrt(vi), f32x4.splat(rootCorrection)), f32x4.splat(epsilon));
    const pi = f32x4.sub(
      f32x4.mul(v128.load(cell(p, i)), f32x4.splat(shrink)),
      f32x4.mul(f32x4.splat(rate), f32x4.div(mi, root)),
    );
    if (left >= 4) {
      v128.store(cell(m, i), mi);
      v128.store(cell(v, i), vi);
      v128.store(cell(p, i), pi);
    } else {
      storeSome(cell(m, i), mi, left);
      storeSome(cell(v, i), vi, left);
      storeSome(cell(p, i), pi, left);
    }
  }
}

function storeSome(p: usize, x: v128, count: i32): void {
  store<f32>(p, f32x4.extract_lane(x, 0));
  if (count > 1) store<f32>(p, f32x4.extract_lane(x, 1), 4);
  if (count > 2) store<f32>(p, f32x4.extract_lane(x, 2), 8);
}
