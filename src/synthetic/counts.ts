import { OptionError } from '../base/index.js';
import { klDivergence } from '../stats/index.js';

/** Whole numbers in proportion to `shares` that add up to `total`: largest remainders, ties to the first. */
export function apportion(shares: ArrayLike<number>, total: number): Int32Array {
  const sum = Array.from(shares).reduce((a, b) => a + b, 0);
  const exact = Array.from(shares, (s) => (sum > 0 ? (s / sum) * total : 0));
  const counts = Int32Array.from(exact, Math.floor);
  const left = total - counts.reduce((a, b) => a + b, 0);
  const order = exact.map((x, c) => [x - Math.floor(x), c] as const).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (let i = 0; i < left; i++) counts[order[i % order.length]![1]]!++;
  return counts;
}

/**
 * Shares q ∝ π_c · e^{−t·c/(C−1)} with t ≥ 0 such that KL(q‖π) = `kl`: the further up the list a region stands, the more
 * it is favoured.
 * @throws {OptionError} when no t gives that much: KL cannot pass −log π_0
 */
export function tiltedShares(pi: ArrayLike<number>, kl: number): Float64Array {
  const total = Array.from(pi).reduce((a, b) => a + b, 0);
  const at = (t: number) => {
    const raw = Float64Array.from(pi, (p, c) => (p / total) * Math.exp((-t * c) / Math.max(1, pi.length - 1)));
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((x) => x / sum);
  };
  if (kl === 0) return at(0);
  const most = -Math.log(pi[0]! / total);
  if (!(kl > 0 && kl < most))
    throw new OptionError(
      `KL(q‖π) = ${kl} cannot be had`,
      'plantedSeeds: option "kl"',
      `Give a number from 0 to below ${most.toFixed(3)}`,
    );
  let [low, high] = [0, 1];
  while (klDivergence(at(high), pi) < kl) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (klDivergence(at(middle), pi) < kl) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}
