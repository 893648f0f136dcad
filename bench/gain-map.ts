/**
 * The gain study's picture, figures/gain-map.png: where the seeds of four ways fall on both graphs of the embedded emoji.
 *
 *     node bench/run.mjs gain-map [--seed 1] [--k 800]
 *
 * Prints each set's number of seeds, how many have a skin-toned emoji on the left, and precision.
 */
import { parseArgs } from 'node:util';
import { openTask } from '../src/features/index.js';
import type { SeedSet } from '../src/graph/index.js';
import { exportFigures, mapFigure, originOf } from '../src/plots/index.js';
import { pivotCsls, pivotSeeds, psqe } from '../src/seeds/index.js';
import { seedMap } from '../src/study/index.js';

const { values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, k: { type: 'string', default: '800' } },
});
const [k, seed] = [Number(values.k), Number(values.seed)];
const { task, truth } = openTask('emoji', { seed });

const weights = { image: 1, attribute: 1 };
const sets = new Map<string, { seeds: SeedSet }>([
  ['pictures + attributes', await pivotSeeds(task, { k, seed, weights })],
  ['the same with CSLS', await pivotSeeds(task, { k, seed, weights, csls: 10 })],
  ['pivot-csls', await pivotSeeds(task, { ...pivotCsls, k, seed })],
  ['psqe', await psqe(task, { k, seed })],
]);
const map = seedMap(task, sets, truth);
const figures = new Map([['gain-map', mapFigure(map)]]);
const command = `node bench/run.mjs gain-map --seed ${seed} --k ${k}`;
const { files, note } = await exportFigures(figures, 'figures', originOf(command, [...figures]));

for (const [name, { left, correct, inGroup }] of map.sets) {
  const precision = correct!.filter(Boolean).length / left.length;
  console.log(`${name}: ${left.length} seeds, ${inGroup[0]} on ${map.groups[0]}, precision ${precision.toFixed(3)}`);
}
console.log(files.join('\n'), note ?? '');
