import { parseArgs } from 'node:util';
import { commands } from './commands.js';
import { allFaults, type Lost, psqeIn, shuffled, survive, undisturbed } from './operations.js';
import { makePlace, stateOf } from './place.js';
import { keepResults, type OperationResults } from './results.js';

// Every command that writes, with every fault at every call by which it changes the disk; what time does not allow is left
// out, another part with each seed.
// Run: npm run faults -- [--minutes 30] [--seed 1] [--only train] [--keep]

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const end = performance.now() + 60_000 * Number(values.minutes);
const place = makePlace();
try {
  const psqe = await psqeIn(place);
  const clean = stateOf(place);
  const chosen = commands.filter(({ name }) => values.only === undefined || name === values.only);
  const results: OperationResults[] = [];
  const found: Lost[] = [];
  const waiting = [];
  for (const command of chosen) {
    const of = await undisturbed(command, psqe, place, clean);
    const faults = shuffled(allFaults(of, seed), seed);
    results.push({ command: command.name, calls: of.calls.length, faults: faults.length, tried: {}, lost: 0 });
    waiting.push({ of, faults, result: results.at(-1)! });
  }
  for (let round = 0; waiting.some(({ faults }) => faults.length > round); round++) {
    if (performance.now() > end) break;
    for (const { of, faults, result } of waiting) {
      const fault = faults[round];
      if (!fault) continue;
      const what = await survive(of, fault, psqe, place);
      result.tried[fault.kind] = (result.tried[fault.kind] ?? 0) + 1;
      if (what === undefined) continue;
      result.lost++;
      found.push({ command: result.command, fault, call: of.calls[fault.at]!, what });
      console.error(JSON.stringify(found.at(-1)));
    }
  }
  console.log(JSON.stringify({ seed, commands: results, found }));
  if (values.keep) keepResults('operations', { seed, commands: results, found });
  process.exitCode = found.length > 0 ? 1 : 0;
} finally {
  place.remove();
}
process.exit();
