/** Part t of T of 0 … n, cut at multiples of `align`. */
export function share(n: number, t: number, T: number, align = 1): [from: number, to: number] {
  const size = Math.ceil(n / T / align) * align;
  return [Math.min(n, t * size), Math.min(n, (t + 1) * size)];
}
