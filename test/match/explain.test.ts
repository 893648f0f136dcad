import { describe, expect, test } from 'vitest';
import { matrix, mutualNearest, normalizeRows, withCsls } from '../../src/compute/index.js';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { explainPair, explainPairs, matchEntities } from '../../src/match/index.js';
import { trainAligner } from '../../src/train/index.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask(40);
const seeds = { ...truth.links, score: new Float32Array(40).fill(1) };
const embeddings = await trainAligner(task, seeds, { epochs: 3, beside: ['labels'] });
const matches = matchEntities(embeddings);
const aligned = { embeddings, matches };
const sum = (shares: readonly { readonly value: number }[]) => shares.reduce((all, { value }) => all + value, 0);

/** Every score, in 64 bits, by its definition. */
function definition(k: number): number[][] {
  const [left, right] = [normalizeRows(embeddings.left), normalizeRows(embeddings.right)];
  const cos = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 40 }, (_, j) => {
      let dot = 0;
      for (let d = 0; d < left.cols; d++) dot += left.data[i * left.cols + d]! * right.data[j * left.cols + d]!;
      return dot;
    }),
  );
  if (k === 0) return cos;
  const radius = (list: readonly number[]) => sumOf([...list].sort((a, b) => b - a).slice(0, k)) / k;
  const sumOf = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const [rows, columns] = [cos.map(radius), cos[0]!.map((_, j) => radius(cos.map((row) => row[j]!)))];
  return cos.map((row, i) => row.map((value, j) => 2 * value - rows[i]! - columns[j]!));
}

describe('the shares of a score', () => {
  test.each([0, 3])('add up to it, as it is defined and as matches are scored (csls %i)', (csls) => {
    const table = definition(csls);
    const found = mutualNearest(
      withCsls({ left: normalizeRows(embeddings.left), right: normalizeRows(embeddings.right) }, csls),
      { tieSeed: 1 },
    );
    const told = explainPairs(task, aligned, found, { csls });
    told.forEach(({ left, right, score, shares }, i) => {
      expect(sum(shares)).toBe(score);
      expect(score).toBeCloseTo(table[left]![right]!, 5);
      expect(score).toBeCloseTo(found.score[i]!, 5);
    });
    const names = ['structure', 'image', 'attribute', 'labels', ...(csls ? ['hubness, left', 'hubness, right'] : [])];
    expect(told[0]!.shares.map(({ name }) => name)).toEqual(names);
  });

  test('what an entity lacks has no share', () => {
    const told = explainPair(task, aligned, { left: 7, right: truth.links.right[7]! });
    expect(told.shares.find(({ name }) => name === 'image')!.value).toBe(0);
  });

  test('embeddings without names are one block', () => {
    const { left, right } = embeddings;
    const told = explainPair(task, { embeddings: { left, right }, matches }, { left: 0, right: 1 }, { csls: 0 });
    expect(told.shares).toEqual([{ name: 'likeness', value: told.score }]);
  });
});

describe('rivals', () => {
  test('are the best others of either end, and their leads add up', () => {
    const table = definition(3);
    for (const told of explainPairs(task, aligned, truth.links, { rivals: 3 })) {
      const { left, right, score, rivals } = told;
      const best = (scores: readonly number[], own: number) =>
        [...scores.keys()]
          .filter((at) => at !== own)
          .sort((a, b) => scores[b]! - scores[a]!)
          .slice(0, 3);
      const of = (end: string) => rivals.filter((rival) => rival.end === end);
      expect(of('left').map(({ row }) => row)).toEqual(best(table[left]!, right));
      expect(of('right').map(({ row }) => row)).toEqual(
        best(
          table.map((row) => row[right]!),
          left,
        ),
      );
      for (const { end, row, score: own, lead, shares } of rivals) {
        expect(own).toBeCloseTo(end === 'left' ? table[left]![row]! : table[row]![right]!, 5);
        expect(sum(shares)).toBe(lead);
        expect(lead).toBeCloseTo(score - own, 9);
      }
    }
  });

  test('are told with whom they are matched', () => {
    const partner = new Map(Array.from(matches.left, (l, i) => [l, matches.right[i]!]));
    const { rivals } = explainPair(task, aligned, { left: 3, right: truth.links.right[3]! }, { rivals: 40 });
    expect(rivals).toHaveLength(2 * 39);
    for (const { end, row, partner: told } of rivals)
      if (end === 'right') expect(told).toBe(partner.get(row) ?? null);
      else expect(told === null ? undefined : partner.get(told)).toBe(told === null ? undefined : row);
  });
});

describe('neighbours', () => {
  // Left 0 is next to 1 (twice), 2 and 3; right 0 to 1, 2 and 4. Matched are 1-1, 2-3, 4-4; 3 has no match.
  const graph = (name: string, edges: readonly (readonly [number, number])[]) =>
    new MultimodalGraph({
      name,
      ids: Array.from({ length: 5 }, (_, i) => `${name}${i}`),
      relationCount: 1,
      triples: {
        head: Int32Array.from(edges, ([head]) => head),
        relation: new Int32Array(edges.length),
        tail: Int32Array.from(edges, ([, tail]) => tail),
      },
      features: new Map(),
    });
  const small = new AlignmentTask({
    name: 'stars',
    left: graph('l', [
      [0, 1],
      [1, 0],
      [0, 2],
      [3, 0],
      [0, 0],
    ]),
    right: graph('r', [
      [0, 1],
      [0, 2],
      [4, 0],
    ]),
    modalities: [],
  });
  const rows = matrix(
    5,
    2,
    Float32Array.from({ length: 10 }, (_, i) => Math.cos(i)),
  );
  const stars = {
    embeddings: { left: rows, right: rows },
    matches: { left: Int32Array.of(1, 2, 4), right: Int32Array.of(1, 3, 4) },
  };

  test('speak for a pair by their share of its edges, against it, or not at all', () => {
    const { neighbours } = explainPair(small, stars, { left: 0, right: 0 });
    expect(neighbours.for).toEqual([{ left: 1, right: 1, of: 'both', weight: (2 / 4 + 1 / 3) / 2 }]);
    expect(neighbours.against).toEqual([
      { left: 4, right: 4, of: 'right', weight: 1 / 6 },
      { left: 2, right: 3, of: 'left', weight: 1 / 8 },
    ]);
    expect(neighbours.weights.silent).toBeCloseTo(1 / 8 + 1 / 6, 9);
    const few = explainPair(small, stars, { left: 0, right: 0 }, { neighbours: 1, rivals: 0 });
    expect(few.neighbours.against).toHaveLength(1);
    expect(few.neighbours.weights).toEqual(neighbours.weights);
    expect(few.rivals).toEqual([]);
  });

  test('candidates are no matches', () => {
    const stage = ['found', 'candidate', 'candidate'] as const;
    const { neighbours } = explainPair(
      small,
      { ...stars, matches: { ...stars.matches, stage } },
      { left: 0, right: 0 },
    );
    expect(neighbours.against).toEqual([]);
  });

  test('nobody speaks where nobody is next to it', () => {
    const { weights } = explainPair(small, stars, { left: 4, right: 3 }).neighbours;
    expect(weights).toEqual({ for: 0, against: 0, silent: 1 });
  });

  test('all of them weigh 1', () => {
    for (const { neighbours } of explainPairs(task, aligned, truth.links)) {
      const { for: yes, against, silent } = neighbours.weights;
      expect(yes + against + silent).toBeCloseTo(1, 9);
    }
  });
});

test('an explanation is plain data', () => {
  const told = explainPair(task, aligned, { left: 2, right: 2 });
  expect(JSON.parse(JSON.stringify(told))).toEqual(told);
});

test('what does not fit is refused', () => {
  const { left, right } = embeddings;
  const half = { left: matrix(20, left.cols), right };
  expect(() => explainPair(task, aligned, { left: 40, right: 0 })).toThrow(/left row 40 is outside 0 … 39/);
  expect(() => explainPair(task, aligned, { left: 0, right: -1 })).toThrow(/right row -1/);
  expect(() => explainPair(task, { embeddings: half, matches }, { left: 0, right: 0 })).toThrow(/20 rows for 40 left/);
  const blocks = [{ name: 'image', width: 3 }];
  expect(() => explainPair(task, { embeddings: { left, right, blocks }, matches }, { left: 0, right: 0 })).toThrow(
    /their blocks 3 together/,
  );
  expect(() => explainPair(task, aligned, { left: 0, right: 0 }, { rivls: 3 } as object)).toThrow(/rivals/);
});
