/**
 * How choices made without labels track the truth: for each number of clusters of stage 1, the share of seeds that the
 * others confirm (what `clusters: 'auto'` goes by) beside their precision, and what `auto` chooses with five random seeds; and
 * the block weights that `learnWeights` finds. Writes data/records/choices.json.
 *
 *     node bench/run.mjs choices [PAIR of the gain table …]
 */
import { join } from 'node:path';
import Table from 'cli-table3';
import { packageRoot, writeFile } from '../src/base/index.js';
import { seedQuality } from '../src/evaluate/index.js';
import type { AlignmentTask } from '../src/graph/index.js';
import { confirmedShare, learnWeights, resampleSeeds } from '../src/seeds/index.js';
import { rawSides } from '../src/seeds/sides.js';
import { fusedWeights } from '../src/seeds/weights.js';
import { madeHere } from '../src/study/index.js';
import { openPair } from './gain-table.js';

const pairs = process.argv.slice(3);
const record: Record<string, object> = {};
for (const where of pairs.length > 0 ? pairs : ['emoji']) {
  const { task, truth } = await openPair(where);
  const sides = rawSides(task, { weights: fusedWeights, missing: 'spread' });
  const table = new Table({
    head: ['clusters', 'seeds', 'confirmed', 'precision', 'KL'],
    style: { head: [], border: [] },
  });
  const rows: object[] = [];
  for (const clusters of [1, 5, 10, 20, 50, 100]) {
    const { seeds } = await resampleSeeds(task, { clusters });
    const { precision, balance } = seedQuality(task, seeds, { truth });
    const share = confirmedShare(task, sides, seeds);
    rows.push({ clusters, seeds: seeds.left.length, confirmed: share, precision, kl: balance.cluster.kl });
    table.push([clusters, seeds.left.length, share.toFixed(3), precision!.toFixed(3), balance.cluster.kl.toFixed(3)]);
  }
  const weights = learnWeights(task);
  const learned = Object.entries(weights).map(([name, weight]) => `${name} ${weight.toFixed(2)}`);
  const auto: number[] = [];
  for (const seed of [1, 2, 3, 4, 5]) auto.push(await chosen(task, seed));
  record[where] = { made: madeHere(task), rows, learned: weights, auto };
  console.log(`${where}\n${table}\nlearned weights: ${learned.join(', ')}\nchosen: ${auto.join(', ')}\n`);
}
writeFile(join(packageRoot(), 'data', 'records', 'choices.json'), `${JSON.stringify(record)}\n`);

/** The number of clusters that `auto` takes, as stage 1 tells it while it runs. */
async function chosen(task: AlignmentTask, seed: number): Promise<number> {
  let count = 0;
  const onProgress = ({ note }: { note?: string }) => {
    count = Number(/^(\d+) clusters$/.exec(note ?? '')?.[1] ?? count);
  };
  await resampleSeeds(task, { clusters: 'auto', seed }, { onProgress });
  return count;
}
