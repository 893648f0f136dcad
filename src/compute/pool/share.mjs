/**
 * Part t of T of 0 … n, cut at multiples of `align`.
 * @param {number} n
 * @param {number} t
 * @param {number} T
 * @param {number} [align]
 * @returns {[from: number, to: number]}
 */
export function share(n, t, T, align = 1) {
  const size = Math.ceil(n / T / align) * align;
  return [Math.min(n, t * size), Math.min(n, (t + 1) * size)];
}
