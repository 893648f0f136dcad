import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError, OptionError } from '../../src/base/index.js';
import { type Matrix, matrix, row, rowOfCells, stackRows, useEngine } from '../../src/compute/index.js';
import { fuse, fuseJoint, propagate, propagateFused, relationAdjacency } from '../../src/features/index.js';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { enginesHere } from '../support/engines.js';
import { smallTask } from '../support/small-task.js';

interface Side {
  readonly triples: readonly (readonly [number, number, number])[];
  readonly rows: readonly (readonly number[])[];
}

const figures: {
  left: Side;
  right: Side;
  relations: number;
  adjacency: [number, number, number][];
  layers: number[][][];
  similarity: number[][];
} = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'oracle', 'propagate', 'figures.json'), 'utf8'));

const rowsOf = (rows: readonly (readonly number[])[]): Matrix =>
  matrix(rows.length, rows[0]!.length, Float32Array.from(rows.flat()));

function graphOf(name: string, count: number, triples: Side['triples'], relationCount: number): MultimodalGraph {
  const column = (c: number) => Int32Array.from(triples, (triple) => triple[c]!);
  return new MultimodalGraph({
    name,
    ids: Array.from({ length: count }, (_, i) => `${name}${i}`),
    triples: { head: column(0), relation: column(1), tail: column(2) },
    relationCount,
    features: new Map(),
  });
}

function taskOf(left: [number, Side['triples']], right: [number, Side['triples']], relations: number): AlignmentTask {
  const [l, r] = [graphOf('l', ...left, relations), graphOf('r', ...right, relations)];
  return new AlignmentTask({ name: 'triples', left: l, right: r, modalities: [] });
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, d) => sum + x * b[d]!, 0);

describe('relation-weighted adjacency', () => {
  it('is that of SciPy, triples told twice counted once', () => {
    const { left, right, relations } = figures;
    const task = taskOf([left.rows.length, left.triples], [right.rows.length, right.triples], relations);
    const cells = relationAdjacency(task);
    const rows = rowOfCells(cells);
    const found = Array.from(rows, (i, e) => [i, cells.columns[e]!, cells.values[e]!] as const);
    expect(found.map(([i, j]) => [i, j])).toEqual(figures.adjacency.map(([i, j]) => [i, j]));
    found.forEach(([, , value], e) => {
      expect(value).toBeCloseTo(figures.adjacency[e]![2], 5);
    });
  });

  it('keeps self-loops above 0 where there are fewer triples than entities', () => {
    const cells = relationAdjacency(taskOf([9, [[0, 0, 1]]], [9, [[0, 0, 1]]], 1));
    expect(cells.values[cells.offsets[5]!]).toBeCloseTo(0.1, 6);
  });
});

describe('propagated rows', () => {
  it.each(enginesHere())('are the layers of SciPy, side by side, on engine %s', (engine) => {
    useEngine({ engine });
    const { left, right, relations, layers } = figures;
    const [n1, n2, width] = [left.rows.length, right.rows.length, left.rows[0]!.length];
    const task = taskOf([n1, left.triples], [n2, right.triples], relations);
    const sides = { left: rowsOf(left.rows), right: rowsOf(right.rows) };
    for (const count of [0, 1, 2, 3]) {
      const found = propagate(task, sides, { layers: count });
      expect(found.left.cols).toBe(width * (count + 1));
      for (let i = 0; i < n1 + n2; i++)
        for (let l = 0; l <= count; l++)
          for (let d = 0; d < width; d++) {
            const at = i < n1 ? row(found.left, i) : row(found.right, i - n1);
            expect(at[l * width + d]! * Math.sqrt(count + 1)).toBeCloseTo(layers[l]![i]![d]!, 5);
          }
    }
    const two = propagate(task, sides);
    for (let i = 0; i < n1; i++)
      for (let j = 0; j < n2; j++)
        expect(dot(row(two.left, i), row(two.right, j))).toBeCloseTo(figures.similarity[i]![j]!, 5);
  });

  it('are, for one edge of the only relation, the closed form of two entities that share their rows', () => {
    // Four triples with inverses, two a relation: log(4 / 2). As many as entities: self-loops of log(1), so 0.1.
    const task = taskOf([2, [[0, 0, 1]]], [2, [[0, 0, 1]]], 1);
    const axes = matrix(2, 2, Float32Array.of(1, 0, 0, 1));
    const { left, right } = propagate(task, { left: axes, right: axes }, { layers: 1 });
    const [edge, loop] = [Math.log(2), 0.1];
    const length = Math.hypot(edge, loop);
    const expected = [1, 0, loop / length, edge / length].map((x) => x / Math.SQRT2);
    expected.forEach((x, d) => {
      expect(row(left, 0)[d]).toBeCloseTo(x, 6);
      expect(row(right, 0)[d]).toBeCloseTo(x, 6);
    });
    expect(dot(row(left, 0), row(right, 1))).toBeCloseTo((edge * loop) / length ** 2, 6);
  });

  it('give an entity of which nothing is known what its neighbours have', () => {
    const task = taskOf([2, [[0, 0, 1]]], [2, [[0, 0, 1]]], 1);
    const rows = matrix(2, 2, Float32Array.of(0, 0, 0, 3));
    const { left } = propagate(task, { left: rows, right: rows }, { layers: 1 });
    expect(Array.from(row(left, 0))).toEqual([0, 0, 0, Math.fround(Math.SQRT1_2)]);
  });

  it.each(enginesHere())('of fused features are the same where these are held once, on engine %s', (engine) => {
    useEngine({ engine });
    const { task } = smallTask(40);
    const o = { weights: { image: 1, attribute: 0.5 }, missing: 'zero' } as const;
    const fused = fuse(task, o);
    expect(fuseJoint(task, o)).toEqual(stackRows(fused.left, fused.right));
    expect(propagateFused(task, { ...o, layers: 3 })).toEqual(propagate(task, fused, { layers: 3 }));
    expect(propagateFused(task, {})).toEqual(propagate(task, fuse(task)));
  });

  it('refuse rows that do not fit, and bad options', () => {
    const task = taskOf([2, [[0, 0, 1]]], [2, [[0, 0, 1]]], 1);
    const good = matrix(2, 2);
    expect(() => propagate(task, { left: matrix(3, 2), right: good })).toThrow(InputError);
    expect(() => propagate(task, { left: good, right: matrix(2, 3) })).toThrow(/2 × 2 and 2 × 3 rows/);
    expect(() => propagate(task, { left: good, right: good }, { layers: -1 })).toThrow(OptionError);
  });
});
