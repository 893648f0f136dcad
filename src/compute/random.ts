import { randomNormal } from 'd3-random';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of seeded random numbers; the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Normal with the given mean and standard deviation. */
  normal(mean?: number, deviation?: number): number;
  /** A whole number in [0, n). */
  integer(n: number): number;
  /** The numbers 0 … n-1 in random order. */
  permutation(n: number): Int32Array;
  /** An independent stream for a named purpose, so that adding one draw does not shift every other. */
  fork(purpose: string): Random;
}

/**
 * A stream from a whole-number seed. The very first numbers of neighbouring seeds are alike: take `fork(purpose)` first,
 * whose seed is hashed, as all of the library does.
 */
export function random(seed: number): Random {
  const generator = xoroshiro128plus(seed | 0);
  const uniform = () => (generator.next() >>> 0) / 0x1_0000_0000;
  const normal = randomNormal.source(uniform)(0, 1);
  const integer = (n: number) => Math.floor(uniform() * n);
  return {
    uniform,
    integer,
    normal: (mean = 0, deviation = 1) => mean + deviation * normal(),
    permutation(n) {
      const order = Int32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = order[i]!;
        order[i] = order[j]!;
        order[j] = kept;
      }
      return order;
    },
    fork: (purpose) =>
      random(
        hash(
          seed,
          [...purpose].reduce((h, c) => hash(h, c.codePointAt(0)!), 0),
        ),
      ),
  };
}

/** A 32-bit hash of two whole numbers (murmur3's finaliser): breaks ties without following any order. */
export function hash(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
