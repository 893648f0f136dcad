/**
 * Balance alone (`balanceStudy`): true and wrong seeds of one number and precision, only their spread over regions tilted.
 * Writes data/theory/balance-PAIR.json and prints it.
 *
 *     node bench/run.mjs balance [--pair emoji] [--k 200] [--precision 0.65] [--runs 20]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot, writeFile } from '../src/base/index.js';
import { markdown, percent, points } from '../src/study/gain/cells.js';
import { balanceStudy, madeHere } from '../src/study/index.js';
import { openPair } from './gain-table.js';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    pair: { type: 'string', default: 'emoji' },
    k: { type: 'string', default: '200' },
    precision: { type: 'string', default: '0.65' },
    runs: { type: 'string', default: '20' },
  },
});
const pair = await openPair(values.pair);
const seeds = Array.from({ length: Number(values.runs) }, (_, i) => i + 1);
const asked = { k: Number(values.k), precision: Number(values.precision), seeds };
const { rows, options } = await balanceStudy(pair, asked, {
  onProgress: ({ done, total }) => console.error(`${done} / ${total}`),
});
const file = join(packageRoot(), 'data', 'theory', `balance-${pair.name.replaceAll(/[:,]/g, '-')}.json`);
writeFile(file, `${JSON.stringify({ pair: pair.name, options, made: madeHere(pair.task), rows }, null, 1)}\n`);
const cells = rows.map(({ kl, hits1, effect }) => [
  kl.toFixed(2),
  percent(hits1.mean),
  hits1.high === null ? '' : percent(hits1.high - hits1.mean),
  effect ? points(effect) : '',
]);
console.log(markdown(['KL', 'Hits@1', '± 95 %', 'minus even seeds'], cells).join('\n'));
