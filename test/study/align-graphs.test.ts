import { describe, expect, test } from 'vitest';
import { linkedQuality } from '../../src/evaluate/index.js';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { alignGraphs, inspectTask, seedCount } from '../../src/study/index.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask(60);

describe('alignGraphs', () => {
  test('finds nearly all that there is, the same twice', async () => {
    const { matches, embeddings, options, seeds } = await alignGraphs(task);
    const { precision, recall } = linkedQuality(matches, truth.links);
    expect(precision).toBeGreaterThan(0.9);
    expect(recall).toBeGreaterThan(0.9);
    expect(options).toMatchObject({ k: 20, seed: 1, top: 1, minScore: 0 });
    expect(options.aligner).toMatchObject({ model: 'mclea', seed: 1, beside: [] });
    expect([embeddings.left.rows, embeddings.right.rows]).toEqual([60, 60]);
    const asSeeds = new Set(Array.from(seeds.left, (l, i) => `${l} ${seeds.right[i]}`));
    matches.left.forEach((l, i) => {
      expect(matches.stage[i]).toBe(asSeeds.has(`${l} ${matches.right[i]}`) ? 'seed' : 'found');
    });
    const again = await alignGraphs(task, options);
    expect(again.matches).toEqual(matches);
  });

  test('confidences change nothing else, and a least one leaves out what is below', async () => {
    const aligner = { epochs: 2 };
    const cross = await alignGraphs(task, { aligner, top: 2 });
    const plan = await alignGraphs(task, { aligner, top: 2, confidence: 'plan' });
    expect({ ...cross.matches, confidence: plan.matches.confidence }).toEqual(plan.matches);
    expect(cross.matches.confidence).not.toEqual(plan.matches.confidence);
    for (const own of cross.matches.confidence) expect(own >= 0 && own <= 1).toBe(true);
    const isMatch = ({ stage }: typeof cross.matches, i: number) => stage[i] === 'seed' || stage[i] === 'found';
    const found = [...cross.matches.confidence].filter((_, i) => isMatch(cross.matches, i)).sort((a, b) => a - b);
    const minConfidence = found[Math.floor(found.length / 2)]!;
    const { matches } = await alignGraphs(task, { aligner, top: 2, minConfidence });
    const sure = [...cross.matches.left.keys()].filter(
      (i) => !isMatch(cross.matches, i) || cross.matches.confidence[i]! >= minConfidence,
    );
    expect(sure.length).toBeLessThan(cross.matches.left.length);
    expect([...matches.left]).toEqual(sure.map((i) => cross.matches.left[i]));
  });

  test('known links, even wrong ones, are matches', async () => {
    const known = { left: Int32Array.of(0, 1), right: Int32Array.of(truth.links.right[1]!, truth.links.right[0]!) };
    const { matches } = await alignGraphs(task, { links: known, top: 2, aligner: { epochs: 2 } });
    expect([...matches.confidence.slice(0, 2)]).toEqual([1, 1]);
    expect([[...matches.left.slice(0, 2)], [...matches.right.slice(0, 2)]]).toEqual([[0, 1], [...known.right]]);
    expect(matches.stage.filter((stage) => stage === 'known')).toHaveLength(2);
    expect(matches.stage).toContain('candidate');
    expect(linkedQuality(matches, truth.links).links).toBe(58);
  });

  test('pairs known to be different are no seeds and no matches, even right ones', async () => {
    const aligner = { epochs: 2 };
    const before = await alignGraphs(task, { aligner });
    const different = { left: before.matches.left.slice(0, 10), right: before.matches.right.slice(0, 10) };
    const { matches, seeds, options } = await alignGraphs(task, { different, top: 2, aligner });
    const rejected = new Set(Array.from(different.left, (l, i) => `${l} ${different.right[i]}`));
    for (const { left, right } of [matches, seeds])
      expect(Array.from(left, (l, i) => `${l} ${right[i]}`).filter((pair) => rejected.has(pair))).toEqual([]);
    expect(before.seeds.left.length).toBeGreaterThan(seeds.left.length);
    expect(options.different).toBe(different);
    await expect(alignGraphs(task, { links: different, different })).rejects.toThrow(/is a known link, too/);
  });

  test('features alone do where there are no edges', async () => {
    const { matches } = await alignGraphs(
      changed((parts) => ({ ...parts, triples: noTriples })),
      {
        aligner: { epochs: 2 },
      },
    );
    expect(linkedQuality(matches, truth.links).recall).toBeGreaterThan(0.7);
  });

  test('what stops it before it starts', async () => {
    await expect(alignGraphs(task, { k: 61 })).rejects.toThrow(/61 seeds, but the smaller graph has 60/);
    await expect(alignGraphs(task, { tpo: 3 } as object)).rejects.toThrow(/unknown option "tpo".*"top"/);
    await expect(alignGraphs(task.withOnly([]))).rejects.toThrow(/no modality that both graphs share/);
  });
});

test('a fifth of the smaller graph are seeds, from 20 to 4,500', () => {
  const counts = [12, 60, 200, 4063].map((count) => seedCount(sized(count, 2 * count)));
  expect(counts).toEqual([12, 20, 40, 813]);
  expect(seedCount(sized(30000, 25000))).toBe(4500);
});

const noTriples = { head: new Int32Array(0), relation: new Int32Array(0), tail: new Int32Array(0) };

type Parts = ConstructorParameters<typeof MultimodalGraph>[0];

/** The small task with both graphs changed. */
function changed(change: (parts: Parts) => Parts, modalities = task.modalities): AlignmentTask {
  const graph = (own: MultimodalGraph) =>
    new MultimodalGraph(
      change({
        name: own.name,
        ids: own.ids,
        triples: own.triples,
        relationCount: own.relationCount,
        features: own.features,
      }),
    );
  return new AlignmentTask({ name: 'changed', left: graph(task.left), right: graph(task.right), modalities });
}

function sized(left: number, right: number): AlignmentTask {
  const graph = (count: number) =>
    new MultimodalGraph({
      name: String(count),
      ids: Array.from({ length: count }, (_, i) => String(i)),
      triples: noTriples,
      relationCount: 0,
      features: new Map(),
    });
  return new AlignmentTask({ name: 'sized', left: graph(left), right: graph(right), modalities: [] });
}

describe('inspectTask', () => {
  test('tells sizes, and finds nothing wrong with a good task', () => {
    const { graphs, modalities, alignable, suspicions, cost } = inspectTask(task);
    expect(graphs[0]).toMatchObject({ name: 'l', entities: 60, triples: 120, relations: 2, isolated: 0 });
    expect(modalities.map(({ name, columns }) => [name, columns])).toEqual([
      ['image', 8],
      ['attribute', 6],
    ]);
    expect(modalities[0]!.known[0]).toBeCloseTo(task.left.features.get('image')!.known.filter(Boolean).length / 60, 9);
    expect(suspicions).toEqual([]);
    expect([alignable, cost.k]).toEqual([true, 20]);
  });

  test('says what looks like a mistake', () => {
    expect(inspectTask(sized(10, 40)).suspicions.join('\n')).toMatch(
      /4 times the entities[\s\S]*nothing can be compared/,
    );
    const { left, right } = task;
    const table = (graph: MultimodalGraph) => graph.features.get('image')!;
    const own = task.withOnly([]).withModality({ name: 'clip', comparable: true }, table(left), table(right));
    expect(inspectTask(own).alignable).toBe(false);
    const few = (count: number) => (parts: Parts) => ({
      ...parts,
      names: parts.ids.map((_, i) => (i < count ? 'the same' : '')),
      triples: { head: Int32Array.of(0), relation: Int32Array.of(0), tail: Int32Array.of(1) },
      features: new Map([
        [
          'image',
          { values: { rows: 60, cols: 1, data: new Float32Array(60) }, known: ones(parts.name === 'l' ? 60 : 20) },
        ],
      ]),
    });
    const image = [{ name: 'image', comparable: true }];
    expect(inspectTask(changed(few(5), image)).suspicions).toEqual([
      '"image" is known of 100 % of the left and 33 % of the right entities',
      'l: 58 of 60 entities have no edge',
      'r: 58 of 60 entities have no edge',
      'l: 5 entities share their name with another one ("the same": 5)',
      'r: 5 entities share their name with another one ("the same": 5)',
      'r: nothing that can be compared is known of 40 of 60 entities',
    ]);
    expect(inspectTask(changed(few(3), image)).suspicions.join()).not.toContain('share');
  });
});

const ones = (count: number) => Uint8Array.from({ length: 60 }, (_, i) => (i < count ? 1 : 0));
