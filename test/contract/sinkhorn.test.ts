import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bestCells, matrix, random, sinkhorn, takeRows, useEngine } from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { cases, close, how, plainPlan, planOf, runs, table, tolerance, unit } from './sinkhorn-cases.js';

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

  it('refuses options out of range', () => {
    const scores = { left: matrix(2, 2), right: matrix(2, 2) };
    expect(() => sinkhorn(scores, { temperature: 0, steps: 10 })).toThrow(/temperature is 0/);
    expect(() => sinkhorn(scores, { temperature: 50, steps: 0 })).toThrow(/steps is 0/);
    expect(() => sinkhorn(scores, { temperature: 50, steps: 1, candidates: 1.5 })).toThrow(/candidates is 1.5/);
    expect(() => sinkhorn(scores, { temperature: 50, steps: 1, slack: Number.NaN })).toThrow(/slack is NaN/);
    expect(() => bestCells(scores, 0)).toThrow(/k is 0/);
  });
});
