import { cell } from './simd';

// C = alpha · A · B + beta · C in panels that fit the caches (Goto & van de Geijn, 2008): 6 × 8 cells at a time.

const MR = 6;
const NR = 8;
const KC = 256;
const MC = 96;
const NC = 512;

/** Bytes of scratch that one call needs. */
export function gemmScratch(): i32 {
  return (KC * NC + KC * MC + MR * NR) << 2;
}

/** B's rows kb … kb+kc, columns nb … nb+nc, as panels of NR columns; missing columns are 0. */
function packB(b: usize, rs: i32, cs: i32, kc: i32, nc: i32, out: usize): void {
  for (let j = 0; j < nc; j += NR) {
    const panel = out + (((<usize>j) * (<usize>kc)) << 2);
    const width = min(NR, nc - j);
    const from = b + (((<usize>j) * (<usize>cs)) << 2);
    if (width == NR && cs == 1) {
      for (let k = 0; k < kc; k++) {
        const s = from + (((<usize>k) * (<usize>rs)) << 2);
        const o = panel + ((<usize>k) << 5);
        v128.store(o, v128.load(s));
        v128.store(o, v128.load(s, 16), 16);
      }
      continue;
    }
    for (let l = 0; l < NR; l++) {
      const s = from + (((<usize>l) * (<usize>cs)) << 2);
      for (let k = 0; k < kc; k++)
        store<f32>(panel + ((<usize>(k * NR + l)) << 2), l < width ? load<f32>(s + (((<usize>k) * (<usize>rs)) << 2)) : 0);
    }
  }
}

/** A's rows as panels of MR rows; missing rows are 0. */
function packA(a: usize, rs: i32, cs: i32, mc: i32, kc: i32, out: usize): void {
  for (let i = 0; i < mc; i += MR) {
    const panel = out + (((<usize>i) * (<usize>kc)) << 2);
    const height = min(MR, mc - i);
    for (let l = 0; l < MR; l++) {
      const s = a + (((<usize>(i + l)) * (<usize>rs)) << 2);
      for (let k = 0; k < kc; k++)
        store<f32>(panel + ((<usize>(k * MR + l)) << 2), l < height ? load<f32>(s + (((<usize>k) * (<usize>cs)) << 2)) : 0);
    }
  }
}

/** Eight cells of C from their two sums. */
// @ts-ignore: decorator
@inline
function put(c: usize, x: v128, y: v128, alpha: v128, beta: f32): void {
  let left = f32x4.mul(x, alpha);
  let right = f32x4.mul(y, alpha);
  if (beta != 0) {
    const b = f32x4.splat(beta);
    left = f32x4.add(left, f32x4.mul(v128.load(c), b));
    right = f32x4.add(right, f32x4.mul(v128.load(c, 16), b));
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/** 6 × 8 cells: sums over kc of panel a times panel b, added to C (a row every `ldc` cells). */
function tile(a: usize, b: usize, kc: i32, c: usize, ldc: i32, alphaValue: f32, beta: f32): void {
  let x0 = f32x4.splat(0);
  let y0 = x0;
  let x1 = x0;
  let y1 = x0;
  let x2 = x0;
  let y2 = x0;
  let x3 = x0;
  let y3 = x0;
  let x4 = x0;
  let y4 = x0;
  let x5 = x0;
  let y5 = x0;
  for (let k = 0; k < kc; k++) {
    const p = v128.load(b);
    const q = v128.load(b, 16);
    let s = v128.load32_splat(a);
    x0 = f32x4.add(x0, f32x4.mul(s, p));
    y0 = f32x4.add(y0, f32x4.mul(s, q));
    s = v128.load32_splat(a, 4);
    x1 = f32x4.add(x1, f32x4.mul(s, p));
    y1 = f32x4.add(y1, f32x4.mul(s, q));
    s = v128.load32_splat(a, 8);
    x2 = f32x4.add(x2, f32x4.mul(s, p));
    y2 = f32x4.add(y2, f32x4.mul(s, q));
    s = v128.load32_splat(a, 12);
    x3 = f32x4.add(x3, f32x4.mul(s, p));
    y3 = f32x4.add(y3, f32x4.mul(s, q));
    s = v128.load32_splat(a, 16);
    x4 = f32x4.add(x4, f32x4.mul(s, p));
    y4 = f32x4.add(y4, f32x4.mul(s, q));
    s = v128.load32_splat(a, 20);
    x5 = f32x4.add(x5, f32x4.mul(s, p));
    y5 = f32x4.add(y5, f32x4.mul(s, q));
    a += 24;
    b += 32;
  }
  const alpha = f32x4.splat(alphaValue);
  const step = (<usize>ldc) << 2;
  put(c, x0, y0, alpha, beta);
  put(c + step, x1, y1, alpha, beta);
  put(c + 2 * step, x2, y2, alpha, beta);
  put(c + 3 * step, x3, y3, alpha, beta);
  put(c + 4 * step, x4, y4, alpha, beta);
  put(c + 5 * step, x5, y5, alpha, beta);
}

/** A tile at C's border: computed whole in `edge`, then the cells that exist are added. */
function borderTile(
  a: usize,
  b: usize,
  kc: i32,
  c: usize,
  ldc: i32,
  alpha: f32,
  beta: f32,
  height: i32,
  width: i32,
  edge: usize,
): void {
  tile(a, b, kc, edge, NR, alpha, 0);
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++) {
      const at = c + (((<usize>i) * (<usize>ldc) + <usize>j) << 2);
      const value = load<f32>(cell(edge, i * NR + j));
      store<f32>(at, beta != 0 ? value + load<f32>(at) * beta : value);
    }
}

/** C (M × N, a row every `ldc` cells) = alpha · A · B + beta · C; A and B by row and column strides. */
export function gemm(
  a: usize,
  rsA: i32,
  csA: i32,
  b: usize,
  rsB: i32,
  csB: i32,
  c: usize,
  ldc: i32,
  M: i32,
  N: i32,
  K: i32,
  alpha: f32,
  beta: f32,
  scratch: usize,
): void {
  const packedB = scratch;
  const packedA = packedB + ((KC * NC) << 2);
  const edge = packedA + ((KC * MC) << 2);
  for (let kb = 0; kb < K; kb += KC) {
    const kc = min(KC, K - kb);
    const keep: f32 = kb > 0 ? 1 : beta;
    for (let nb = 0; nb < N; nb += NC) {
      const nc = min(NC, N - nb);
      packB(b + (((<usize>kb) * (<usize>rsB) + (<usize>nb) * (<usize>csB)) << 2), rsB, csB, kc, nc, packedB);
      for (let mb = 0; mb < M; mb += MC) {
        const mc = min(MC, M - mb);
        packA(a + (((<usize>mb) * (<usize>rsA) + (<usize>kb) * (<usize>csA)) << 2), rsA, csA, mc, kc, packedA);
        for (let j = 0; j < nc; j += NR)
          for (let i = 0; i < mc; i += MR) {
            const pa = packedA + (((<usize>i) * (<usize>kc)) << 2);
            const pb = packedB + (((<usize>j) * (<usize>kc)) << 2);
            const at = c + (((<usize>(mb + i)) * (<usize>ldc) + <usize>(nb + j)) << 2);
            if (mc - i >= MR && nc - j >= NR) tile(pa, pb, kc, at, ldc, alpha, keep);
            else borderTile(pa, pb, kc, at, ldc, alpha, keep, min(MR, mc - i), min(NR, nc - j), edge);
          }
      }
    }
  }
}
