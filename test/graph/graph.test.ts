import { describe, expect, test } from 'vitest';
import { DataError, InputError } from '../../src/base/index.js';
import { matrix } from '../../src/compute/index.js';
import { type FeatureTable, type GraphParts, MultimodalGraph } from '../../src/graph/index.js';

const table = (values: number[], known = [1, 1, 1]): FeatureTable => ({
  values: matrix(3, values.length / 3, Float32Array.from(values)),
  known: Uint8Array.from(known),
});

/** a -0- b twice (once each way), b -1- c, c with itself. */
const parts: GraphParts = {
  ids: ['a', 'b', 'c'],
  triples: {
    head: Int32Array.of(0, 1, 1, 2),
    relation: Int32Array.of(0, 0, 1, 1),
    tail: Int32Array.of(1, 0, 2, 2),
  },
  relationCount: 2,
  features: new Map([['image', table([1, 2, 3, 4, 5, 6])]]),
};

describe('a graph', () => {
  const graph = new MultimodalGraph(parts);

  test('counts triples at an entity, one with itself once', () => {
    expect(Array.from(graph.degrees())).toEqual([2, 3, 2]);
  });

  test('joins neighbours both ways, weighted by triples, without self-loops', () => {
    const { offsets, columns, values } = graph.neighbours();
    expect(Array.from(offsets)).toEqual([0, 1, 3, 4]);
    expect(Array.from(columns)).toEqual([1, 0, 2, 1]);
    expect(Array.from(values)).toEqual([2, 2, 1, 1]);
  });

  test('finds rows by id, and shows ids where there are no labels', () => {
    expect([graph.row('b'), graph.row('z')]).toEqual([1, undefined]);
    expect(graph.labels).toEqual(['a', 'b', 'c']);
  });

  test('takes another table without changing itself', () => {
    const more = graph.withFeatures('name', table([1, 1, 1]));
    expect([...more.features.keys()]).toEqual(['image', 'name']);
    expect([...graph.features.keys()]).toEqual(['image']);
    expect(more.row('c')).toBe(2);
  });
});

describe('a graph that cannot be', () => {
  const triples = parts.triples;
  const bad: [string, Partial<GraphParts>, typeof DataError | typeof InputError, RegExp][] = [
    ['no entities', { ids: [] }, DataError, /^mine: the graph has no entities/],
    ['an entity twice', { ids: ['a', 'b', 'a'] }, InputError, /^mine: entity a is there twice/],
    ['labels too few', { labels: ['x'] }, InputError, /^mine: 1 labels for 3 entities/],
    ['names too few', { names: ['x'] }, InputError, /^mine: 1 names for 3 entities/],
    ['a facet too short', { facets: new Map([['kind', ['x']]]) }, InputError, /^mine: 1 kind for 3 entities/],
    [
      'tail out of range',
      { triples: { ...triples, tail: Int32Array.of(1, 0, 3, 2) } },
      InputError,
      /triple 2: .*row 3 is/,
    ],
    [
      'negative head',
      { triples: { ...triples, head: Int32Array.of(-1, 1, 1, 2) } },
      InputError,
      /triple 0: .*row -1 is/,
    ],
    ['relation out of range', { relationCount: 1 }, InputError, /triple 2: relation 1 is outside 0 … 0/],
    [
      'columns of unequal length',
      { triples: { ...triples, head: Int32Array.of(0) } },
      InputError,
      /1 heads, 4 relations/,
    ],
    [
      'too few rows',
      { features: new Map([['image', { ...table([1, 2, 3]), values: matrix(2, 1) }]]) },
      InputError,
      /"image": 2 rows and 3 marks/,
    ],
    [
      'too few marks',
      { features: new Map([['image', table([1, 2, 3], [1])]]) },
      InputError,
      /"image": 3 rows and 1 marks/,
    ],
    ['no columns', { features: new Map([['image', table([])]]) }, InputError, /"image": the table has no columns/],
    [
      'NaN',
      { features: new Map([['image', table([1, 2, 3, NaN, 5, 6])]]) },
      InputError,
      /"image": entity b has NaN in column 1/,
    ],
    [
      'infinity',
      { features: new Map([['image', table([1, 2, Infinity])]]) },
      InputError,
      /"image": entity c has Infinity/,
    ],
    [
      'a modality missing everywhere',
      { features: new Map([['image', table([0, 0, 0], [0, 0, 0])]]) },
      DataError,
      /"image": no entity/,
    ],
  ];
  test.each(bad)('%s', (_, changes, kind, message) => {
    const run = () => new MultimodalGraph({ ...parts, name: 'mine', ...changes });
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
  });
});
