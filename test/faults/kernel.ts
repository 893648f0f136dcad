import { parseArgs } from 'node:util';
import { attackKernel } from './kernel-campaign.js';
import { keepResults } from './results.js';

// A running kernel under attack: cells that fail, garbage with and without signature, floods, large messages, interrupts,
// clients that go away, restarts.
// Run: npm run faults -- kernel [--n 10000] [--seed 1] [--only NAME] [--restart 4000] [--keep]

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    n: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    restart: { type: 'string', default: '4000' },
    keep: { type: 'boolean', default: false },
  },
});
const [n, seed] = [Number(values.n), Number(values.seed)];
const found = await attackKernel({
  n,
  seed,
  restartEvery: Number(values.restart),
  ...(values.only !== undefined && { only: values.only }),
  tell: (done, { wrong, memory }) => {
    if (done % 500 === 0) console.error(`${done} of ${n}, ${wrong.length} wrong, ${memory.at(-1)} MB`);
  },
});
const results = { seed, node: process.version, ...found };
console.log(JSON.stringify(results));
if (values.keep) keepResults('kernel', results);
process.exit(found.wrong.length > 0 ? 1 : 0);
