import { expect, it } from 'vitest';
import { isEvenHanded, type Product } from '../../src/compute/device/even-handed.js';

const product: Product = (a, b, c, M, N, K) => {
  for (let i = 0; i < M; i++)
    for (let j = 0; j < N; j++) {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += a[i * K + k]! * b[j * K + k]!;
      c[i * N + j] = sum;
    }
};

/** The product with the last digit of some cells moved. */
const moved =
  (where: (i: number, j: number) => boolean): Product =>
  (a, b, c, M, N, K) => {
    product(a, b, c, M, N, K);
    for (let i = 0; i < M; i++)
      for (let j = 0; j < N; j++) if (where(i, j)) c[i * N + j] = c[i * N + j]! * (1 + 2 ** -23);
  };

it('tells products that depend on position alone from those that do not', () => {
  expect(isEvenHanded(product)).toBe(true);
  expect(isEvenHanded(moved(() => true))).toBe(true);
  expect(isEvenHanded(moved((i) => i % 12 < 6))).toBe(false);
  expect(isEvenHanded(moved((_, j) => j >= 8 && j < 56))).toBe(false);
});
