import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { greedyMatch, matrix, row, topPairs } from '../../src/compute/index.js';
import { fuse, openTask } from '../../src/features/index.js';
import { type Dataset, dataFolder, readFolder } from '../../src/read/index.js';
import { dbp15kFolder, featureFolder, folderOf } from '../read/folders.js';

/** A data set's folder; skips the running test with a message where it is absent. */
function dataOr(skip: (why: string) => void, name: string): string {
  const dir = dataFolder(name);
  if (!existsSync(dir)) skip(`no ${dir}: set PSQE_DATA to the folder that holds ${name}`);
  return dir;
}

function correct(
  { task, truth }: Pick<Dataset, 'task' | 'truth'>,
  pairs: { left: Int32Array; right: Int32Array },
): number {
  const partner = truth!.rightOf(task.left.entityCount);
  return pairs.left.reduce((sum, l, i) => sum + (partner[l] === pairs.right[i] ? 1 : 0), 0);
}

describe('the embedded emoji', () => {
  const { task, truth } = openTask('emoji');

  test('has two graphs, three comparable modalities and the truth', () => {
    expect([task.left.entityCount, task.right.entityCount, truth?.count]).toEqual([4063, 4063, 4063]);
    expect(task.modalities).toEqual(['image', 'attribute', 'relation'].map((name) => ({ name, comparable: true })));
    expect(task.left.labels[task.left.row('0')!]).toBe('folded hands: dark skin tone');
    expect(task.right.labels[task.right.row('4063')!]).toBe('Person mit Ball');
    const without = [task.left, task.right].map((g) => g.features.get('image')!.known.filter((k) => k === 0).length);
    expect(without).toEqual([119, 381]);
    const kinds = new Set(task.left.facets.get('kind'));
    expect([...kinds].sort()).toEqual(['emoji', 'group', 'subgroup', 'toned']);
  });
});

test('the packed pair of the parity tests is the original within its quantisation', ({ skip }) => {
  const original = openTask(dataOr(skip, 'emoji-features')).task;
  const { task } = openTask(fileURLToPath(new URL('../oracle/data/emoji-features', import.meta.url)));
  expect(task.left.ids).toEqual(original.left.ids);
  expect(task.right.triples).toEqual(original.right.triples);
  const weights = { image: 1, attribute: 1, relation: 0.3 };
  const [a, b] = [fuse(task, { weights }), fuse(original, { weights })];
  const worst = a.left.data.reduce((max, v, i) => Math.max(max, Math.abs(v - b.left.data[i]!)), 0);
  expect(worst).toBeLessThan(2e-5);
});

describe('order carries nothing', () => {
  test('on constant features a pivot is right by chance only', () => {
    const { task, truth } = openTask('emoji', { seed: 3 });
    // The first 1000 rows of each side, all alike. Of their 10⁶ pairs about 246 are true: 500 picked hold 0.12.
    const ones = matrix(1000, 3, new Float32Array(3000).fill(1));
    const pairs = greedyMatch(topPairs({ left: ones, right: ones }, { limit: 50_000, tieSeed: 1 }), 500);
    expect(pairs.left.length).toBe(500);
    const among = truth!.links.left.filter((l, i) => l < 1000 && truth!.links.right[i]! < 1000).length;
    expect(among).toBeGreaterThan(150);
    expect(correct({ task, truth }, pairs)).toBeLessThanOrEqual(3);
  });

  test("neither do DBP15K's rows, where true partners stand in the same order in the files", ({ skip }) => {
    const { truth } = readFolder(dataOr(skip, 'dbp15k/zh_en'), { seed: 1 });
    const { left, right } = truth!.links;
    const n = left.length;
    // In the files every link has the same offset; here the offsets are spread, and no order is kept.
    expect(left.filter((l, i) => l === right[i]).length).toBeLessThanOrEqual(6);
    let concordant = 0;
    for (let i = 1; i < n; i++) if (left[i]! > left[i - 1]! === right[i]! > right[i - 1]!) concordant++;
    expect(Math.abs(concordant / (n - 1) - 0.5)).toBeLessThan(0.03);
  });
});

describe('what a folder lacks is derived', () => {
  test('names become hashed n-grams, triples relation counts', () => {
    const { task } = openTask(folderOf(dbp15kFolder), { names: { dimensions: 64 } });
    expect(task.modalities).toEqual([
      { name: 'relation', comparable: false },
      { name: 'name', comparable: true },
    ]);
    const name = task.left.features.get('name')!;
    expect(name.values.cols).toBe(64);
    expect(name.known[task.left.row('3')!]).toBe(0);
    const two = [task.left, task.right].map((g, s) => row(g.features.get('name')!.values, g.row(s ? '5' : '1')!));
    expect(two[0]).toEqual(two[1]);
  });

  test('what it has stays', () => {
    const { task } = openTask(folderOf(featureFolder));
    expect(task.modalities.map((m) => `${m.name} ${m.comparable}`)).toEqual(['image true', 'relation true']);
  });

  test('options are checked by name', () => {
    expect(() => openTask('emoji', { sed: 1 } as object)).toThrow(/unknown option "sed". Did you mean "seed"/);
    const names = { dimension: 1 } as object;
    expect(() => openTask(folderOf(dbp15kFolder), { names })).toThrow(/unknown option "dimension"/);
  });
});

test('DBP15K: entities, links, and which modalities compare', ({ skip }) => {
  const dataset = openTask(dataOr(skip, 'dbp15k/zh_en'));
  const { left, right, modalities } = dataset.task;
  expect([left.entityCount, right.entityCount, dataset.truth?.count]).toEqual([19388, 19572, 15000]);
  expect(modalities).toEqual([
    { name: 'relation', comparable: false },
    { name: 'name', comparable: true },
  ]);
  expect(left.features.get('relation')!.values.cols).toBe(1000);
  // True partners' names are far nearer than strangers' (Chinese names, machine-translated, to English).
  const { left: l, right: r } = fuse(dataset.task, { weights: { name: 1 } });
  const links = dataset.truth!.links;
  const mean = (shift: number) =>
    links.left.reduce((sum, a, i) => sum + dot(row(l, a), row(r, links.right[(i + shift) % 15000]!)), 0) / 15000;
  expect(mean(0)).toBeGreaterThan(10 * Math.abs(mean(1)));
});

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, v, j) => sum + v * b[j]!, 0);
}
