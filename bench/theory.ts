/**
 * Statements T2 to T5 on a real pair (`theoryStudy`): the image pivot (without pictures: names) and PSQE after each stage.
 * Writes data/theory/PAIR.json, which notebook 03 shows.
 *
 *     node bench/run.mjs theory [--pair dbp15k] [--seed 1] [--epochs 12]
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { pivotSeeds, psqe } from '../src/seeds/index.js';
import { madeHere, theoryStudy, writeTheory } from '../src/study/index.js';
import { stagesOf } from '../src/theory/index.js';
import { openPair } from './gain-table.js';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    pair: { type: 'string', default: 'dbp15k' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '12' },
  },
});
const [seed, epochs] = [Number(values.seed), Number(values.epochs)];
const { name, task, truth, k } = await openPair(values.pair);
const work = {
  onProgress: ({ task: doing, done, total }: { task: string; done: number; total: number }) => {
    if (done === total) console.error(`${doing}: done`);
  },
};

const { seeds: pivot } = await pivotSeeds(task, { k, seed });
const { resample, refine, expand } = stagesOf(await psqe(task, { k, seed }, work));
const sets = { pivot, 'stage 1': resample, 'stage 2': refine, 'stage 3': expand };
const { rows, options } = await theoryStudy({ task, truth }, sets, { seed, epochs }, work);
writeTheory({ pair: name, options, made: madeHere(task), rows });

const table = new Table({
  head: ['seeds', 'number', 'precision', 'KL', 'pull, predicted', 'measured', 'KL of gradients', 'Hits@1', 'sparse'],
  style: { head: [], border: [] },
});
const digits = (x: number | null) => (x === null ? '' : x.toFixed(3));
for (const r of rows) {
  const { predicted, measured } = r.pull.plain;
  const shares = [r.precision, r.kl, predicted, measured, r.mass.gradient, r.hits1, r.sparse].map(digits);
  table.push([r.seeds, String(r.count), ...shares]);
}
console.log(`${table}`);
