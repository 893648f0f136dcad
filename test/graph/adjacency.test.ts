import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AlignmentTask, jointAdjacency, MultimodalGraph, type Triples } from '../../src/graph/index.js';

function graph(count: number, edges: readonly (readonly [number, number])[]): MultimodalGraph {
  const triples: Triples = {
    head: Int32Array.from(edges, (e) => e[0]),
    relation: new Int32Array(edges.length),
    tail: Int32Array.from(edges, (e) => e[1]),
  };
  return new MultimodalGraph({
    ids: Array.from({ length: count }, (_, i) => `e${i}`),
    triples,
    relationCount: 1,
    features: new Map(),
  });
}

/** Method §4, written down densely. */
function dense(sides: readonly MultimodalGraph[]): number[][] {
  const n = sides.reduce((sum, g) => sum + g.entityCount, 0);
  const a: number[][] = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  let shift = 0;
  for (const { triples, entityCount } of sides) {
    triples.head.forEach((h, t) => {
      const tail = triples.tail[t]!;
      if (h === tail) return;
      a[shift + h]![shift + tail]! += 1;
      a[shift + tail]![shift + h]! += 1;
    });
    shift += entityCount;
  }
  const d = a.map((r) => r.reduce((x, y) => x + y));
  return a.map((r, i) => r.map((v, j) => v / Math.sqrt(d[i]! * d[j]!)));
}

const anyGraph = fc.integer({ min: 2, max: 7 }).chain((count) => {
  const end = fc.nat(count - 1);
  return fc.array(fc.tuple(end, end), { maxLength: 20 }).map((edges) => graph(count, [[0, 1], ...edges]));
});

test('equals the definition, entry for entry, columns ascending', () => {
  fc.assert(
    fc.property(anyGraph, anyGraph, (left, right) => {
      const a = jointAdjacency(new AlignmentTask({ name: 't', left, right, modalities: [] }));
      const expected = dense([left, right]);
      expect([a.rows, a.cols]).toEqual([expected.length, expected.length]);
      for (let i = 0; i < a.rows; i++) {
        const columns = a.columns.subarray(a.offsets[i], a.offsets[i + 1]);
        expect(Array.from(columns)).toEqual([...expected[i]!.keys()].filter((j) => expected[i]![j]! > 0));
        columns.forEach((j, e) => {
          expect(a.values[a.offsets[i]! + e]).toBeCloseTo(expected[i]![j]!, 6);
        });
      }
    }),
    { numRuns: 50 },
  );
});

test('by hand: two triples between a pair weigh 2', () => {
  const left = graph(2, [
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  const a = jointAdjacency(new AlignmentTask({ name: 't', left, right: graph(2, [[0, 1]]), modalities: [] }));
  expect(Array.from(a.values)).toEqual([1, 2, 2, 1].map((v) => Math.fround(v / 3)).concat([0.5, 0.5, 0.5, 0.5]));
});
