import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Matrix,
  matrix,
  mutualTransport,
  random,
  sinkhorn,
  takeRows,
  transportProbabilities,
  transportRanks,
  useEngine,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { close, plainPlan, planOf, runs, sparseOf, table, unit } from './sinkhorn-cases.js';

describe.each(enginesHere())('what sinkhorn’s plan is used for on engine %s', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
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
});
