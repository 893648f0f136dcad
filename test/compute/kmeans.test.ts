import { readFileSync } from 'node:fs';
import { kmeans as mlKmeans } from 'ml-kmeans';
import { describe, expect, it } from 'vitest';
import { OptionError } from '../../src/base/index.js';
import { kmeans, type Matrix, matrix, random, row, useEngine } from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';

const { points, labels, centroids } = JSON.parse(
  readFileSync(new URL('../oracle/kmeans/figures.json', import.meta.url), 'utf8'),
) as { points: number[][]; labels: number[]; centroids: number[][] };

const matrixOf = (rows: number[][]): Matrix => matrix(rows.length, rows[0]!.length, Float32Array.from(rows.flat()));

/** Do two labellings part the rows in the same way: what one puts together the other does. */
function samePartition(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  const pairs = new Set(Array.from(a, (label, i) => `${label} ${b[i]}`));
  return pairs.size === new Set(Array.from(a)).size && pairs.size === new Set(Array.from(b)).size;
}

describe.each(enginesHere())('k-means on engine %s', (engine) => {
  it("finds scikit-learn's clusters where they are well apart, from any seed that starts one in each", () => {
    useEngine({ engine });
    const found = [1, 2, 3, 4, 5].map((seed) => kmeans(matrixOf(points), { clusters: 6, seed }));
    expect(found.filter((f) => samePartition(f.labels, labels)).length).toBeGreaterThanOrEqual(4);
    const right = found.find((f) => samePartition(f.labels, labels))!;
    labels.forEach((label, i) => {
      const own = row(right.centroids, right.labels[i]!);
      own.forEach((x, d) => void expect(x).toBeCloseTo(centroids[label]![d]!, 3));
    });
  });

  it("gives ml-kmeans' own result on rows without structure", () => {
    useEngine({ engine });
    const r = random(4);
    const rows = Array.from({ length: 400 }, () => Array.from({ length: 5 }, () => Math.fround(r.normal())));
    const found = kmeans(matrixOf(rows), { clusters: 7, seed: 9, iterations: 8 });
    const own = mlKmeans(rows, 7, { seed: 9, initialization: 'kmeans++', maxIterations: 9 });
    expect(samePartition(found.labels, own.clusters)).toBe(true);
  });
});

describe('k-means', () => {
  const r = random(1);
  const table = matrix(
    500,
    3,
    Float32Array.from({ length: 1500 }, () => r.normal()),
  );

  it('depends on the seed alone', () => {
    const first = kmeans(table, { clusters: 5, seed: 3 });
    expect(kmeans(table, { clusters: 5, seed: 3 })).toEqual(first);
    expect(kmeans(table, { clusters: 5, seed: 4 }).labels).not.toEqual(first.labels);
  });

  it('gives each distinct row a cluster when there are no more of them than clusters', () => {
    const rows = matrix(6, 2, Float32Array.from([1, 2, 3, 4, 1, 2, -0, 0, 0, 0, 3, 4]));
    const { labels, centroids, iterations } = kmeans(rows, { clusters: 5, seed: 1 });
    expect([...labels]).toEqual([0, 1, 0, 2, 2, 1]);
    expect([...centroids.data].map((x) => x + 0)).toEqual([1, 2, 3, 4, 0, 0]);
    expect(iterations).toBe(0);
  });

  it('works on many rows of which few are distinct, and on one cluster', () => {
    const many = matrix(
      9000,
      1,
      Float32Array.from({ length: 9000 }, (_, i) => (i < 8990 ? 0 : i)),
    );
    expect(new Set(kmeans(many, { clusters: 4, seed: 1 }).labels).size).toBe(4);
    const { centroids } = kmeans(table, { clusters: 1, seed: 1 });
    centroids.data.forEach((x, d) => {
      const mean = table.data.reduce((sum, y, p) => (p % 3 === d ? sum + y : sum), 0) / 500;
      expect(x).toBeCloseTo(mean, 4);
    });
  });

  it.each<[object, RegExp]>([
    [{ clusters: 0 }, /"clusters": 0 is too small/],
    [{ clusters: -1 }, /"clusters": -1 is too small/],
    [{ clusters: 1.5 }, /"clusters": 1.5 is no whole number/],
    [{ clusters: Number.NaN }, /"clusters": Invalid input/],
    [{ clusters: 1e9 }, /"clusters": 1000000000 is too large: it must be at most/],
    [{ clusters: '5' }, /"clusters": Invalid input/],
    [{ seed: 0.5 }, /"seed": 0.5 is no whole number/],
    [{ seed: null }, /"seed": Invalid input/],
    [{ iterations: 0 }, /"iterations": 0 is too small/],
    [{ iterations: Number.POSITIVE_INFINITY }, /"iterations": Invalid input/],
    [{ seedingColumns: -3 }, /"seedingColumns": -3 is too small/],
    [{ cluster: 5 }, /unknown option "cluster". Did you mean "clusters"/],
  ])('refuses %j in words', (wrong, message) => {
    const refused = () => kmeans(table, { clusters: 3, seed: 1, ...wrong });
    expect(refused).toThrow(OptionError);
    expect(refused).toThrow(message);
  });

  it('refuses values that are not finite', () => {
    const holed = matrix(500, 3, table.data.slice());
    holed.data[301] = Number.NaN;
    expect(() => kmeans(holed, { clusters: 3 })).toThrow(/^kmeans: row 100 holds NaN\. Leave such rows out/);
  });

  it('takes a matrix without rows', () => {
    expect(kmeans(matrix(0, 3), { clusters: 2, seed: 1 }).labels.length).toBe(0);
  });
});
