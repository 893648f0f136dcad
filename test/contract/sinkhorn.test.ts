import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bestCells,
  type Csr,
  csrFromTriplets,
  type Matrix,
  matrix,
  mutualTransport,
  normalizeRows,
  type Random,
  random,
  type Scores,
  sinkhorn,
  type TransportPlan,
  takeRows,
  topPairs,
  transportProbabilities,
  transportRanks,
  useEngine,
  withCsls,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { whole } from '../support/whole.js';

const runs = { numRuns: 20, seed: 3 };

const unit = (r: Random, rows: number, cols: number): Matrix =>
  normalizeRows(
    matrix(
      rows,
      cols,
      Float32Array.from({ length: rows * cols }, () => r.normal()),
    ),
  );

function sparseOf(r: Random, n: number, m: number): Csr {
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

const cases = fc
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
const how = fc.record({
  temperature: fc.constantFrom(0.5, 7, 100),
  steps: fc.integer({ min: 1, max: 6 }),
  slack: fc.constantFrom(null, -1, 2),
});

/** All scores, the plain way. */
function table({ left, right, sparse, radii }: Scores): number[][] {
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

const lse = (values: number[]) => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, x) => sum + Math.exp(x - top), 0));
};

/** log P by the definition: K = exp(t s), rows and columns divided by their sums; a slack column and row stay as they are. */
function plainPlan(scores: Scores, o: { temperature: number; steps: number; slack?: number | null }): number[][] {
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
function planOf(plan: TransportPlan): number[][] {
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

function close(found: number[][], wanted: number[][], tolerance: number): void {
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
const tolerance = (scores: Scores, temperature: number) =>
  2e-5 + 8 * 2 ** -23 * temperature * Math.max(...table(scores).map((row) => Math.max(...row.map(Math.abs))));

describe.each(enginesHere())('sinkhorn on engine %s', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  it('is the definition in 64 bits, with and without slack, radii and a sparse part', () => {
    fc.assert(
      fc.property(cases, how, (scores, o) => {
        close(planOf(sinkhorn(scores, o)), plainPlan(scores, o), tolerance(scores, o.temperature));
      }),
      runs,
    );
  });

  it('on the best k of all is the dense one', () => {
    fc.assert(
      fc.property(cases, how, (scores, o) => {
        const k = Math.max(scores.left.rows, scores.right.rows);
        const rows = planOf(sinkhorn(scores, { ...o, candidates: k }));
        close(rows, plainPlan(scores, o), tolerance(scores, o.temperature));
      }),
      runs,
    );
  });

  it('bestCells: what beats the (k + 1)-th best of its row or column', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 40 }), (scores, k) => {
        const all = table(scores);
        const bound = (line: number[]) => [...line].sort((a, b) => b - a)[k] ?? Number.NEGATIVE_INFINITY;
        const byRow = all.map(bound);
        const byColumn = all[0]!.map((_, j) => bound(all.map((row) => row[j]!)));
        const { offsets, columns, values } = bestCells(scores, k);
        all.forEach((row, i) => {
          const wanted = [...row.keys()].filter((j) => row[j]! > byRow[i]! || row[j]! > byColumn[j]!);
          expect([...columns.subarray(offsets[i]!, offsets[i + 1]!)]).toEqual(wanted);
          expect([...values.subarray(offsets[i]!, offsets[i + 1]!)]).toEqual(wanted.map((j) => row[j]!));
        });
      }),
      runs,
    );
  });

  it('square and run to its end: rows and columns add up to 1', () => {
    const r = random(4).fork('square');
    const scores = { left: unit(r, 60, 8), right: unit(r, 60, 8) };
    for (const candidates of [0, 60]) {
      const p = planOf(sinkhorn(scores, { temperature: 10, steps: 300, candidates })).map((row) => row.map(Math.exp));
      for (let i = 0; i < 60; i++) {
        expect(p[i]!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
        expect(p.reduce((sum, row) => sum + row[i]!, 0)).toBeCloseTo(1, 4);
      }
    }
  });

  it('stays finite where exp would not: temperature 1000, opposite and zero vectors', () => {
    const r = random(5).fork('far');
    const left = unit(r, 40, 3);
    left.data.fill(0, 0, 9);
    const right = takeRows(
      left,
      left.data.slice(0, 40).map((_, i) => (i * 7) % 40),
    );
    for (let c = 60; c < 90; c++) right.data[c]! *= -1;
    for (const slack of [null, 0.2])
      for (const candidates of [0, 40]) {
        const plan = sinkhorn({ left, right }, { temperature: 1000, steps: 10, candidates, slack });
        expect(planOf(plan).flat().every(Number.isFinite)).toBe(true);
        close(planOf(plan), plainPlan({ left, right }, { temperature: 1000, steps: 10, slack }), 5e-3);
      }
  });

  it('equal vectors have the same plan to the bit, wherever they stand', () => {
    const r = random(6).fork('kinds');
    const kinds = (count: number) => unit(r, count, 37);
    const copies = (m: Matrix, count: number) =>
      takeRows(
        m,
        Array.from({ length: count }, (_, i) => i % m.rows),
      );
    const scores = { left: copies(kinds(50), 530), right: copies(kinds(70), 1107) };
    for (const candidates of [0, 30])
      for (const slack of [null, 0.1]) {
        const found = planOf(sinkhorn(scores, { temperature: 50, steps: 10, candidates, slack }));
        found.forEach((row, i) => {
          row.forEach((p, j) => {
            if (p !== found[i % 50]![j % 70]) expect(p).toBe(found[i % 50]![j % 70]);
          });
        });
      }
  });

  it('does not depend on the order of entities', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 12), fc.constantFrom(null, 0.3), (seed, candidates, slack) => {
        const r = random(seed).fork('order');
        const scores = { left: unit(r, 70, 16), right: unit(r, 90, 16) };
        const o = { temperature: 30, steps: 5, candidates, slack };
        const [byRow, byColumn] = [r.permutation(70), r.permutation(90)];
        const moved = { left: takeRows(scores.left, byRow), right: takeRows(scores.right, byColumn) };
        const before = planOf(sinkhorn(scores, o));
        const wanted = Array.from(byRow, (i) => Array.from(byColumn, (j) => before[i]![j]!));
        close(planOf(sinkhorn(moved, o)), wanted, 1e-4);
      }),
      runs,
    );
  });

  it('gives mutual pairs, probabilities and ranks', () => {
    const r = random(7).fork('read');
    const sparse = sparseOf(r, 80, 60);
    const scores = {
      ...{ left: unit(r, 80, 6), right: unit(r, 60, 6) },
      sparse: { ...sparse, values: sparse.values.map((x) => x / 10) },
    };
    const o = { temperature: 8, steps: 10 };
    const wanted = plainPlan(scores, o);
    const best = (line: number[]) => line.indexOf(Math.max(...line));
    const mutual = [...wanted.keys()].filter((i) => best(wanted.map((row) => row[best(wanted[i]!)]!)) === i);
    for (const candidates of [0, 60]) {
      const plan = sinkhorn(scores, { ...o, candidates });
      const pairs = mutualTransport(plan, { tieSeed: 1 });
      expect([...pairs.left].sort((a, b) => a - b)).toEqual(mutual);
      const probability = transportProbabilities(plan, pairs);
      pairs.left.forEach((i, p) => {
        const row = wanted[i]!;
        expect(pairs.right[p]).toBe(best(row));
        expect(Math.abs(pairs.score[p]! - Math.exp(row[best(row)]!))).toBeLessThan(1e-3);
        expect(Math.abs(probability[p]! - pairs.score[p]!)).toBeLessThan(1e-3);
        const column = wanted.map((line) => line[best(row)]!);
        const lead = (line: number[]) => [...line].sort((a, b) => b - a).reduce((x, y, n) => (n === 1 ? x - y : x));
        expect(Math.abs(pairs.margin[p]! - Math.min(lead(row), lead(column)))).toBeLessThan(1e-3);
      });
      const targets = Int32Array.from({ length: 80 }, (_, i) => (i * 7) % 60);
      const ranks = wanted.map((row, i) => row.filter((x, j) => j !== targets[i] && x >= row[targets[i]!]!).length);
      expect([...transportRanks(plan, targets)]).toEqual(ranks);
    }
  });

  it('ranks what was not kept behind what was, by the plain scores', () => {
    const r = random(8).fork('behind');
    const scores = { left: unit(r, 60, 5), right: unit(r, 70, 5) };
    const all = table(scores);
    const plan = sinkhorn(scores, { temperature: 20, steps: 10, candidates: 5 });
    const p = planOf(plan);
    for (const column of [0, 33, 69]) {
      const ranks = all.map((row, i) => {
        const order = [...row.keys()].sort((a, b) =>
          p[i]![a] === p[i]![b] ? row[b]! - row[a]! : p[i]![b]! - p[i]![a]!,
        );
        return order.indexOf(column);
      });
      expect([...transportRanks(plan, new Int32Array(60).fill(column))]).toEqual(ranks);
    }
  });

  it('leaves alone what has no candidates: too many share its best score', () => {
    const same = matrix(90, 4, new Float32Array(360).fill(1));
    const plan = sinkhorn({ left: same, right: same }, { temperature: 50, steps: 10, candidates: 64 });
    expect(plan.logP?.values.length).toBe(0);
    expect(mutualTransport(plan, { tieSeed: 1 }).left.length).toBe(0);
    expect([...transportRanks(plan, new Int32Array(90))]).toEqual(new Array(90).fill(89));
    expect(transportProbabilities(plan, { left: new Int32Array(1), right: new Int32Array(1) })).toEqual(
      new Float32Array(1),
    );
  });

  it('refuses options out of range', () => {
    const scores = { left: matrix(2, 2), right: matrix(2, 2) };
    expect(() => sinkhorn(scores, { temperature: 0, steps: 10 })).toThrow(/temperature is 0/);
    expect(() => sinkhorn(scores, { temperature: 50, steps: 0 })).toThrow(/steps is 0/);
    expect(() => sinkhorn(scores, { temperature: 50, steps: 1, candidates: 1.5 })).toThrow(/candidates is 1.5/);
    expect(() => sinkhorn(scores, { temperature: 50, steps: 1, slack: Number.NaN })).toThrow(/slack is NaN/);
    expect(() => bestCells(scores, 0)).toThrow(/k is 0/);
  });
});
