import { describe, expect, expectTypeOf, test } from 'vitest';
import { matrix } from '../../src/compute/index.js';
import {
  AlignmentTask,
  checkSeeds,
  GroundTruth,
  type Modality,
  MultimodalGraph,
  type SeedSet,
} from '../../src/graph/index.js';

const graph = (count: number, columns = 2) =>
  new MultimodalGraph({
    ids: Array.from({ length: count }, (_, i) => `e${i}`),
    triples: { head: Int32Array.of(0), relation: Int32Array.of(0), tail: Int32Array.of(1) },
    relationCount: 1,
    features: new Map([['image', { values: matrix(count, columns), known: new Uint8Array(count).fill(1) }]]),
  });
const image: Modality = { name: 'image', comparable: true };
const task = new AlignmentTask({ name: 't', left: graph(3), right: graph(4), modalities: [image] });

describe('a task', () => {
  test('takes and leaves modalities without changing itself', () => {
    const known = (n: number) => new Uint8Array(n).fill(1);
    const more = task.withModality(
      { name: 'name', comparable: false },
      { values: matrix(3, 5), known: known(3) },
      { values: matrix(4, 5), known: known(4) },
    );
    expect(more.modalities.map((m) => m.name)).toEqual(['image', 'name']);
    expect(more.right.features.get('name')!.values.cols).toBe(5);
    expect(more.withOnly(['name']).modalities).toEqual([{ name: 'name', comparable: false }]);
    expect(task.modalities).toEqual([image]);
    expect(() => task.withOnly(['name'])).toThrow(/no modality "name". It has: image/);
  });

  test('refuses what does not fit', () => {
    const of = (right: MultimodalGraph, modalities: Modality[]) => () =>
      new AlignmentTask({ name: 't', left: graph(3), right, modalities });
    expect(of(graph(4, 5), [image])).toThrow(/task "t", modality "image": 2 columns on the left, 5 on the right/);
    expect(of(graph(4), [image, image])).toThrow(/named twice/);
    expect(of(graph(4), [{ name: 'name', comparable: true }])).toThrow(/the left graph has no such features/);
  });
});

describe('the truth wall', () => {
  test('a task has these members and no others: nowhere is a link', () => {
    type Graph =
      | 'name'
      | 'ids'
      | 'labels'
      | 'facets'
      | 'names'
      | 'literals'
      | 'pictures'
      | 'thumbnails'
      | 'entityCount'
      | 'relationCount'
      | 'triples'
      | 'features';
    expectTypeOf<keyof AlignmentTask>().toEqualTypeOf<
      'name' | 'left' | 'right' | 'modalities' | 'withModality' | 'withOnly'
    >();
    expectTypeOf<keyof MultimodalGraph>().toEqualTypeOf<
      Graph | 'row' | 'hasEdges' | 'degrees' | 'neighbours' | 'withFeatures'
    >();
    expect(Object.keys(task).sort()).toEqual(['left', 'modalities', 'name', 'right']);
  });

  test('truth cannot be passed for a task, nor a task for truth', () => {
    expectTypeOf<GroundTruth>().not.toExtend<AlignmentTask>();
    expectTypeOf<AlignmentTask>().not.toExtend<GroundTruth>();
    const bothWays = (t: AlignmentTask) => {
      // @ts-expect-error: no links in a task
      return [t.links, t.truth];
    };
    expect(bothWays(task)).toEqual([undefined, undefined]);
  });
});

describe('truth', () => {
  test('gives each left entity its partner, -1 where there is none', () => {
    const truth = new GroundTruth({ left: Int32Array.of(2, 0), right: Int32Array.of(1, 3) });
    expect(truth.count).toBe(2);
    expect(Array.from(truth.rightOf(4))).toEqual([3, -1, 1, -1]);
  });

  test('is one-to-one', () => {
    const of = (left: number[], right: number[]) => () =>
      new GroundTruth({ left: Int32Array.from(left), right: Int32Array.from(right) });
    expect(of([0, 0], [1, 2])).toThrow(/true link 1: left entity row 0 has two partners/);
    expect(of([0, 1], [2, 2])).toThrow(/true link 1: right entity row 2 has two partners/);
    expect(of([0], [])).toThrow(/1 left and 0 right/);
  });
});

describe('seeds', () => {
  const seeds = (changes: Partial<Record<keyof SeedSet, number[]>> = {}): SeedSet => ({
    left: Int32Array.from(changes.left ?? [0, 1]),
    right: Int32Array.from(changes.right ?? [3, 2]),
    score: Float32Array.from(changes.score ?? [1, 0.5]),
    ...(changes.cluster && { cluster: Int32Array.from(changes.cluster) }),
  });

  test.each<[string, Parameters<typeof seeds>[0], RegExp]>([
    ['left row out of range', { left: [0, 3] }, /pair 1: left row 3 is outside 0 … 2/],
    ['negative right row', { right: [-1, 2] }, /pair 0: right row -1 is outside 0 … 3/],
    ['left entity twice', { left: [1, 1] }, /pair 1: left row 1 is in two pairs/],
    ['right entity twice', { right: [2, 2] }, /pair 1: right row 2 is in two pairs/],
    ['score that is no number', { score: [1, Number.NaN] }, /pair 1: score NaN/],
    ['columns of unequal length', { score: [1] }, /columns of 2 and 1/],
    ['clusters too few', { cluster: [1] }, /columns of 2 and 1/],
  ])('%s', (_, changes, message) => {
    expect(() => checkSeeds(seeds(changes), task)).toThrow(message);
  });

  test('that fit pass', () => {
    checkSeeds(seeds(), task);
    checkSeeds(seeds({ cluster: [0, 4] }), task);
  });
});
