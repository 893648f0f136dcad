import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bestLists,
  cellsOfLists,
  cslsRadii,
  matrix,
  mutualNearest,
  nearestOfLists,
  planOfLists,
  radiiOfLists,
  random,
  type Scores,
  sinkhorn,
  useEngine,
  withCsls,
} from '../../src/compute/index.js';
import { enginesHere } from '../support/engines.js';
import { cases, runs } from './search-cases.js';

const pairs = ({ left, right }: { left: Int32Array; right: Int32Array }) =>
  Array.from(left, (l, p) => `${l} ${right[p]}`).sort();

describe.each(enginesHere())('one pass over all scores, on engine %s', (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  /** The nearest of all, as far as their cells are kept. */
  const expected = (scores: Scores, csls: number, k: number, tieSeed: number) => {
    const { offsets, columns } = cellsOfLists(scores, bestLists(scores, k));
    const isKept = (i: number, j: number) => columns.subarray(offsets[i]!, offsets[i + 1]!).includes(j);
    const { left, right } = mutualNearest(withCsls(scores, csls), { tieSeed });
    return pairs({ left, right }).filter((pair) => isKept(...(pair.split(' ').map(Number) as [number, number])));
  };

  it('tells the same radii, nearest and plan as searches of their own, whole numbers and many ties', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(3, 8), ({ plain, seed }, k) => {
        const { sparse: _, ...scores } = plain;
        const lists = bestLists(scores, k);
        const csls = Math.min(3, scores.left.rows, scores.right.rows);
        expect(radiiOfLists(lists, csls)).toEqual(cslsRadii(scores, csls));
        const found = nearestOfLists(scores, cellsOfLists(scores, lists), lists, { csls, tieSeed: seed });
        expect(pairs(found)).toEqual(expected(scores, csls, k, seed));
        const o = { temperature: 5, steps: 3, slack: 1 };
        expect(planOfLists(scores, lists, o)).toEqual(sinkhorn(scores, { ...o, candidates: k }));
      }),
      runs,
    );
  });

  it('tells the nearest of rows that lie apart and of hubs, most of which are not certain at once', () => {
    const draw = random(11);
    const rows = (count: number) =>
      matrix(
        count,
        6,
        Float32Array.from({ length: count * 6 }, (_, at) => draw.normal() / (1 + (Math.floor(at / 6) % 5))),
      );
    const scores = { left: rows(700), right: rows(900) };
    const lists = bestLists(scores, 4);
    const found = nearestOfLists(scores, cellsOfLists(scores, lists), lists, { csls: 3, tieSeed: 1 });
    expect(pairs(found)).toEqual(expected(scores, 3, 4, 1));
    expect(found.left.length).toBeGreaterThan(20);
  });
});
