import { random } from '../random.js';

/** Rows and columns of the products tried (the searches' tiles are such multiples), and the vectors' width. */
const shapes = [
  [16, 64, 37],
  [64, 128, 420],
  [256, 320, 100],
] as const;

/** a (M × K) · bᵀ (N × K) into c (M × N), dense and row-major. */
export type Product = (a: Float32Array, b: Float32Array, c: Float32Array, M: number, N: number, K: number) => void;

/**
 * Whether equal vectors get equal products wherever they stand among others. OpenBLAS's Haswell kernels (AVX2 without
 * AVX-512) add up in another order at other places, so that ties would be broken by position.
 */
export function isEvenHanded(product: Product): boolean {
  return shapes.every(([M, N, K]) => {
    const draw = random(M).fork('even-handed');
    const rows = (count: number) => Float32Array.from({ length: count * K }, () => draw.uniform() - 0.5);
    const copies = (count: number) => {
      const one = rows(1);
      return Float32Array.from({ length: count * K }, (_, p) => one[p % K]!);
    };
    const c = new Float32Array(M * N);
    product(copies(M), rows(N), c, M, N, K);
    if (c.some((value, p) => value !== c[p % N])) return false;
    product(rows(M), copies(N), c, M, N, K);
    return c.every((value, p) => value === c[p - (p % N)]);
  });
}
