import { describe, expect, it } from 'vitest';
import { hash, random } from '../../src/compute/index.js';

describe('random numbers', () => {
  it('follow from the seed alone', () => {
    const draw = (seed: number) => Array.from({ length: 50 }, random(seed).uniform);
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('are uniform, and normal, within what chance allows', () => {
    const r = random(1);
    const n = 20_000;
    const bins = new Array<number>(10).fill(0);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const u = r.uniform();
      expect(u >= 0 && u < 1).toBe(true);
      bins[Math.floor(10 * u)]!++;
      const x = r.normal(2, 3);
      sum += x;
      squares += (x - 2) ** 2;
    }
    // Chi-square with 9 degrees of freedom: above 33.7 once in 10,000.
    expect(bins.reduce((chi, count) => chi + (count - n / 10) ** 2 / (n / 10), 0)).toBeLessThan(33.7);
    expect(Math.abs(sum / n - 2)).toBeLessThan((4 * 3) / Math.sqrt(n));
    expect(Math.abs(squares / n / 9 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });

  it('permutations hold each number once, and each place each number', () => {
    const first = new Array<number>(5).fill(0);
    for (let seed = 0; seed < 2000; seed++) {
      const order = random(seed).fork('order').permutation(5);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      first[order[0]!]!++;
    }
    for (const count of first) expect(Math.abs(count - 400)).toBeLessThan(4 * Math.sqrt(400 * 0.8));
  });

  it('a fork is a stream of its own that no draw shifts', () => {
    const [a, b] = [random(3), random(3)];
    a.uniform();
    expect(a.fork('x').uniform()).toBe(b.fork('x').uniform());
    expect(b.fork('x').uniform()).not.toBe(b.fork('y').uniform());
  });

  it('hashes are 32 bits, spread, and not symmetric', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 100; i++)
      for (let j = 0; j < 100; j++) {
        const h = hash(i, j);
        expect(h >= 0 && h < 2 ** 32 && Number.isInteger(h)).toBe(true);
        seen.add(h);
      }
    expect(seen.size).toBeGreaterThan(9990);
    expect(hash(1, 2)).not.toBe(hash(2, 1));
  });
});
