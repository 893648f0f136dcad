import { describe, expect, test } from 'vitest';
import { row } from '../../src/compute/index.js';
import { describePictures, type FeaturedDataset, openTask } from '../../src/features/index.js';
import type { MultimodalGraph } from '../../src/graph/index.js';
import { folderOf } from '../read/folders.js';

const svg = (colour: string, size: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect x="8" y="${size}" width="${size}" height="20" fill="${colour}"/></svg>`;

/** Two tables of named, pictured, related entities; the first `without` are left out of each, and one relation with them. */
function folder(without: number): string {
  const all = Array.from({ length: 14 }, (_, i) => i).slice(without);
  const files: Record<string, string> = {};
  for (const side of ['left', 'right']) {
    const rows = all.map(
      (i) => `${side[0]}${i},thing number ${i} of ${side},${i % 3 === 0 ? 'red' : `blue ${i}`},p/${side}${i}.svg`,
    );
    files[`${side}_entities.csv`] = `id,label,colour,image\n${rows.join('\n')}\n`;
    const triples = all
      .slice(1)
      .map((i) => `${side[0]}${i},${i < 4 ? 'above' : i % 2 ? 'near' : 'with'},${side[0]}${i - 1}`);
    files[`${side}_triples.csv`] =
      `head,relation,tail\n${triples.filter((line) => !line.endsWith(`${side[0]}${without - 1}`)).join('\n')}\n`;
    for (const i of all)
      files[`p/${side}${i}.svg`] = svg(['red', 'green', 'navy'][i % 3]!, 10 + i + (side === 'left' ? 0 : 2));
  }
  return folderOf(files);
}

const opened = async (where: string, before?: FeaturedDataset['fitted']) =>
  describePictures(openTask(where, { fitted: before ?? null }));

/** Greatest difference between the rows of the entities of `a` in both. */
function apart(a: MultimodalGraph, b: MultimodalGraph, name: string): number {
  const [one, other] = [a.features.get(name)!.values, b.features.get(name)!.values];
  if (one.cols !== other.cols) return Number.POSITIVE_INFINITY;
  const worst = a.ids.map((id, i) => {
    const second = row(other, b.row(id)!);
    return row(one, i).reduce((max, x, d) => Math.max(max, Math.abs(x - second[d]!)), 0);
  });
  return Math.max(...worst);
}

describe('features made as those of earlier files', () => {
  test('the same entity has the same row to the bit, among other entities too; without, it has not', async () => {
    const first = await opened(folder(4));
    const again = await opened(folder(0), first.fitted);
    const anew = await opened(folder(0));
    expect(first.task.modalities.map(({ name }) => name).sort()).toEqual(['attribute', 'image', 'name', 'relation']);
    expect(again.task.modalities).toEqual(first.task.modalities);
    for (const side of ['left', 'right'] as const) {
      for (const name of ['image', 'attribute', 'name']) {
        expect(apart(first.task[side], again.task[side], name), name).toBe(0);
        expect(apart(first.task[side], anew.task[side], name), name).toBeGreaterThan(1e-4);
      }
      // The columns are those of then, by the names of relations: "above", which sorts before them, is none.
      const counts = (of: FeaturedDataset) => of.task[side].features.get('relation')!.values;
      expect([counts(first).cols, counts(again).cols, counts(anew).cols]).toEqual([2, 2, 3]);
      const last = `${side[0]}13`;
      expect(row(counts(again), again.task[side].row(last)!)).toEqual(row(counts(first), first.task[side].row(last)!));
    }
    expect(again.fitted).toEqual(first.fitted);
  });
});
