import fc from 'fast-check';
import { expect } from 'vitest';
import {
  type Csr,
  csrFromTriplets,
  type Matrix,
  matrix,
  normalizeRows,
  type Random,
  random,
  type Scores,
  type TransportPlan,
  topPairs,
  withCsls,
} from '../../src/compute/index.js';
import { whole } from '../support/whole.js';

export const runs = { numRuns: 20, seed: 3 };

export const unit = (r: Random, rows: number, cols: number): Matrix =>
  normalizeRows(
    matrix(
      rows,
      cols,
      Float32Array.from({ length: rows * cols }, () => r.normal()),
    ),
  );

export function sparseOf(r: Random, n: number, m: number): Csr {
  const count = Math.ceil((n * m) / 5);
  const pick = (limit: number) => Int32Array.from({ length: count }, () => r.integer(limit));
  return csrFromTriplets(
    n,
    m,
    pick(n),
    pick(m),
    Float32Array.from({ length: count }, () => r.integer(4)),
  );
}

export const cases = fc
  .record({
    n: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(270, 520)),
    m: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(300, 1100)),
    width: fc.integer({ min: 1, max: 9 }),
    sparse: fc.boolean(),
    csls: fc.constantFrom(0, 3),
    seed: fc.integer(),
  })
  .map(({ n, m, width, sparse, csls, seed }) => {
    const r = random(seed);
    const scores = { left: whole(r, n, width), right: whole(r, m, width) };
    return withCsls(sparse ? { ...scores, sparse: sparseOf(r, n, m) } : scores, csls);
  });

export const how = fc.record({
  temperature: fc.constantFrom(0.5, 7, 100),
  steps: fc.integer({ min: 1, max: 6 }),
  slack: fc.constantFrom(null, -1, 2),
});

/** All scores, the plain way. */
export function table({ left, right, sparse, radii }: Scores): number[][] {
  return Array.from({ length: left.rows }, (_, i) => {
    const row = Array.from({ length: right.rows }, (_, j) => {
      let sum = 0;
      for (let d = 0; d < left.cols; d++) sum += left.data[i * left.cols + d]! * right.data[j * left.cols + d]!;
      return sum;
    });
    if (sparse)
      for (let e = sparse.offsets[i]!; e < sparse.offsets[i + 1]!; e++) row[sparse.columns[e]!]! += sparse.values[e]!;
    return row.map((s, j) => (radii ? Math.fround(Math.fround(2 * s - radii.left[i]!) - radii.right[j]!) : s));
  });
}

export const lse = (values: number[]) => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, x) => sum + Math.exp(x - top), 0));
};

/** log P by the definition: K = exp(t s), rows and columns divided by their sums; a slack column and row stay as they are. */
export function plainPlan(
  scores: Scores,
  o: { temperature: number; steps: number; slack?: number | null },
): number[][] {
  const logs = table(scores).map((row) => row.map((s) => o.temperature * s));
  const columns = logs[0]!.map((_, j) => j);
  const slack = o.slack === undefined || o.slack === null ? [] : [(o.temperature * o.slack) / 2];
  let g = columns.map((j) => (slack.length > 0 ? Math.max(...logs.map((row) => row[j]!)) / 2 : 0));
  let f: number[] = [];
  for (let step = 0; step < o.steps; step++) {
    f = logs.map((row) => lse([...slack, ...row.map((x, j) => x - g[j]!)]));
    g = columns.map((j) => lse([...slack, ...logs.map((row, i) => row[j]! - f[i]!)]));
  }
  return logs.map((row, i) => row.map((x, j) => x - f[i]! - g[j]!));
}

/** log P of all cells, as the searches see it; -Infinity for those not kept. */
export function planOf(plan: TransportPlan): number[][] {
  const { scores, logP } = plan;
  const [n, m] = [scores.left.rows, scores.right.rows];
  const out = Array.from({ length: n }, () => new Array<number>(m).fill(Number.NEGATIVE_INFINITY));
  if (logP) {
    out.forEach((row, i) => {
      for (let e = logP.offsets[i]!; e < logP.offsets[i + 1]!; e++) row[logP.columns[e]!] = logP.values[e]!;
    });
    return out;
  }
  const { scale } = plan;
  const pairs = topPairs(scores, { limit: n * m, tieSeed: 1 });
  pairs.score.forEach((score, p) => {
    out[pairs.left[p]!]![pairs.right[p]!] = scale * score;
  });
  return out;
}

export function close(found: number[][], wanted: number[][], tolerance: number): void {
  let worst = 0;
  found.forEach((row, i) => {
    row.forEach((x, j) => {
      // `!(≤)` catches NaN too.
      if (x !== wanted[i]![j]! && !(Math.abs(x - wanted[i]![j]!) <= worst)) worst = Math.abs(x - wanted[i]![j]!);
    });
  });
  expect(worst).toBeLessThanOrEqual(tolerance);
}

/** What 32-bit cells of this size can tell apart, in log P. */
export const tolerance = (scores: Scores, temperature: number) =>
  2e-5 + 8 * 2 ** -23 * temperature * Math.max(...table(scores).map((row) => Math.max(...row.map(Math.abs))));
