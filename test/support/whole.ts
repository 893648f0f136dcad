import { type Matrix, matrix, type Random } from '../../src/compute/index.js';

/** Small whole numbers: products are exact, so that engines must agree to the bit, and ties abound. */
export const whole = (r: Random, rows: number, cols: number, range = 3): Matrix =>
  matrix(
    rows,
    cols,
    Float32Array.from({ length: rows * cols }, () => r.integer(range) - 1),
  );
