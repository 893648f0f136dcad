/**
 * Which skin tone is taken for which, figures/tones.png: in PSQE's pairs, and by the pictures alone (for each toned emoji of
 * the left graph, the most alike picture among the tones of its true partner). Explains where PSQE does not win; the truth is used.
 * For the embedded pair it writes data/records/tones.json too: these counts, and how pivots of pictures and attributes crowd on tones.
 *
 *     node bench/run.mjs tones [emoji or DIR] [--seed 1]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { packageRoot, writeFile } from '../src/base/index.js';
import { normalizeRows } from '../src/compute/index.js';
import { type FacetCounts, facetCounts, seedQuality } from '../src/evaluate/index.js';
import { openTask } from '../src/features/index.js';
import type { AlignmentTask, Links } from '../src/graph/index.js';
import { exportFigures, facetFigure, originOf } from '../src/plots/index.js';
import { pivotSeeds, psqe } from '../src/seeds/index.js';
import { madeHere } from '../src/study/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const where = positionals[1] ?? 'emoji';
const seed = Number(values.seed);
const { task, truth } = openTask(where, { seed });
const tones = { facet: 'tone', values: ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] };

const partner = truth!.rightOf(task.left.entityCount);
const { seeds } = await psqe(task, { seed });
const found = facetCounts(task, seeds, tones);
const alike = facetCounts(task, mostAlikeTones(task, partner), tones);
print('PSQE’s pairs', found);
print('the most alike picture of the true emoji’s five', alike);
if (where === 'emoji') {
  const axes = { left: 'skin tone on the left (Twemoji)', right: 'skin tone of the partner (Noto)' };
  const drawn = facetFigure(found, { title: 'Which tone PSQE takes for which', ...axes });
  const origin = originOf(`node bench/run.mjs tones --seed ${seed}`, drawn);
  const { files, note } = await exportFigures(new Map([['tones', drawn]]), 'figures', origin);
  console.log(files.join('\n'), note ?? '');
  const record = {
    seed,
    made: madeHere(task),
    found,
    alike,
    crowding: { plain: await crowding(0), csls: await crowding(10) },
  };
  writeFile(join(packageRoot(), 'data', 'records', 'tones.json'), `${JSON.stringify(record)}\n`);
}

/** How many seeds of a pivot of pictures and attributes are on skin-toned emoji, and how many of all are right (notebook 01). */
async function crowding(csls: number) {
  const { seeds } = await pivotSeeds(task, { k: 800, seed, weights: { image: 1, attribute: 1 }, csls });
  const kind = task.left.facets.get('kind')!;
  const toned = seeds.left.filter((row) => kind[row] === 'toned').length;
  return { count: seeds.left.length, toned, precision: seedQuality(task, seeds, { seed, truth }).precision };
}

/** For each entity of one tone, the entity most alike in its picture among those that vary what its true partner varies. */
function mostAlikeTones({ left, right }: AlignmentTask, partner: Int32Array): Links {
  const [a, b] = [left, right].map((graph) => graph.features.get('image')!);
  const [x, y] = [normalizeRows(a!.values), normalizeRows(b!.values)];
  const dot = (i: number, j: number) => {
    let sum = 0;
    for (let c = 0; c < x.cols; c++) sum += x.data[i * x.cols + c]! * y.data[j * y.cols + c]!;
    return sum;
  };
  const toneOf = [left, right].map((graph) => graph.facets.get('tone')!);
  const families = new Map<number, number[]>();
  const baseOf = (row: number) => right.neighbours().columns[right.neighbours().offsets[row]!]!;
  toneOf[1]!.forEach((tone, row) => {
    if (!tones.values.includes(tone) || !b!.known[row]) return;
    families.set(baseOf(row), [...(families.get(baseOf(row)) ?? []), row]);
  });
  const pairs: [number, number][] = [];
  toneOf[0]!.forEach((tone, row) => {
    if (!tones.values.includes(tone) || partner[row]! < 0 || !a!.known[row]) return;
    const family = families.get(baseOf(partner[row]!)) ?? [];
    if (family.length === 5) pairs.push([row, family.reduce((best, j) => (dot(row, j) > dot(row, best) ? j : best))]);
  });
  return { left: Int32Array.from(pairs, ([l]) => l), right: Int32Array.from(pairs, ([, r]) => r) };
}

function print(title: string, { values: names, counts }: FacetCounts): void {
  const table = new Table({ head: ['', ...names], style: { head: [], border: [] } });
  for (const [i, row] of counts.entries()) table.push([names[i]!, ...row.map(String)]);
  const all = counts.flat().reduce((a, n) => a + n, 0);
  const right = counts.reduce((sum, row, i) => sum + row[i]!, 0);
  console.log(`${title}: ${right} of ${all} with the right tone\n${table}\n`);
}
