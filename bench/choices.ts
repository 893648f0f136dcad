/**
 * How choices made without labels track the truth: for each number of clusters of stage 1, the share of seeds that the
 * others confirm (what `clusters: 'auto'` goes by) beside their precision; and the block weights that `learnWeights` finds.
 *
 *     node bench/run.mjs choices [PAIR of the gain table …]
 */
import Table from 'cli-table3';
import { seedQuality } from '../src/evaluate/index.js';
import { confirmedShare, learnWeights, resampleSeeds } from '../src/seeds/index.js';
import { rawSides } from '../src/seeds/sides.js';
import { fusedWeights } from '../src/seeds/weights.js';
import { openPair } from './gain-table.js';

const pairs = process.argv.slice(3);
for (const where of pairs.length > 0 ? pairs : ['emoji']) {
  const { task, truth } = await openPair(where);
  const sides = rawSides(task, { weights: fusedWeights, missing: 'spread' });
  const table = new Table({
    head: ['clusters', 'seeds', 'confirmed', 'precision', 'KL'],
    style: { head: [], border: [] },
  });
  for (const clusters of [1, 5, 10, 20, 50, 100]) {
    const { seeds } = await resampleSeeds(task, { clusters });
    const { precision, balance } = seedQuality(task, seeds, { truth });
    const share = confirmedShare(task, sides, seeds);
    table.push([clusters, seeds.left.length, share.toFixed(3), precision!.toFixed(3), balance.cluster.kl.toFixed(3)]);
  }
  const learned = Object.entries(await learnWeights(task)).map(([name, weight]) => `${name} ${weight.toFixed(2)}`);
  console.log(`${where}\n${table}\nlearned weights: ${learned.join(', ')}\n`);
}
