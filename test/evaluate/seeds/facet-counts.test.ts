import { expect, it } from 'vitest';
import { DataError } from '../../../src/base/index.js';
import { facetCounts, facetShares } from '../../../src/evaluate/index.js';
import { AlignmentTask, MultimodalGraph } from '../../../src/graph/index.js';

const graph = (name: string, ids: string[], size: string[]) =>
  new MultimodalGraph({
    name,
    ids,
    facets: new Map([['size', size]]),
    triples: { head: Int32Array.of(0), relation: Int32Array.of(0), tail: Int32Array.of(1) },
    relationCount: 1,
    features: new Map(),
  });
const left = graph('left', ['0', '1', '2', '3'], ['small', 'large', 'small', '']);
const right = graph('right', ['4', '5', '6', '7'], ['large', 'small', 'huge', 'small']);
const task = new AlignmentTask({ name: 'sizes', left, right, modalities: [] });
const pairs = { left: Int32Array.of(0, 1, 2, 3, 1), right: Int32Array.of(0, 1, 3, 1, 2) };

it('counts pairs by the values of both ends, in the order asked for; other values are left out', () => {
  const values = ['small', 'large'];
  // 0–4 small for large, 1–5 large for small, 2–7 small for small; 3 has none, 6 is huge.
  expect(facetCounts(task, pairs, { facet: 'size', values })).toEqual({
    facet: 'size',
    values,
    counts: [
      [1, 1],
      [1, 0],
    ],
  });
});

it('names the graph that knows no such facet, and those it knows', () => {
  const ask = () => facetCounts(task, pairs, { facet: 'tone', values: ['light'] });
  expect(ask).toThrow(DataError);
  expect(ask).toThrow(/left knows no facet "tone".*size/s);
});

it('shares are of a row, zeros where a row has no pairs', () => {
  const counts = [
    [3, 1],
    [0, 0],
  ];
  expect(facetShares({ counts })).toEqual([
    [0.75, 0.25],
    [0, 0],
  ]);
});
