import { parseArgs } from 'node:util';
import { commands } from './commands.js';
import { allFaults, inTurns, type Lost, psqeIn, survive, undisturbed } from './operations.js';
import { makePlace, stateOf } from './place.js';
import { keepResults, type OperationResults } from './results.js';

// Every command that writes, with every fault at every call by which it changes the disk; what time does not allow is left
// out, another part with each seed.
// Run: npm run faults -- [--minutes 30] [--seed 1] [--only train] [--fast] [--keep]

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    fast: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const place = makePlace();

const leastSpent = <T extends { readonly faults: readonly unknown[]; readonly spent: number }>(all: readonly T[]) =>
  all.filter(({ faults }) => faults.length > 0).sort((a, b) => a.spent - b.spent)[0];

try {
  const psqe = await psqeIn(place);
  const clean = stateOf(place);
  const chosen = commands.filter(
    ({ name, slow }) => (values.only === undefined || name === values.only) && !(values.fast && slow),
  );
  const results: OperationResults[] = [];
  const found: Lost[] = [];
  const waiting = [];
  for (const command of chosen) {
    const start = performance.now();
    const of = await undisturbed(command, psqe, place, clean);
    console.error(
      `${command.name}: ${of.calls.length} calls, thrice in ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
    const faults = inTurns(allFaults(of, seed), seed);
    results.push({ command: command.name, calls: of.calls.length, faults: faults.length, tried: {}, lost: 0 });
    waiting.push({ of, faults, result: results.at(-1)!, spent: 0 });
  }
  const end = performance.now() + 60_000 * Number(values.minutes);
  // The command next on which least time was spent.
  for (let next = waiting[0]; next && performance.now() < end; next = leastSpent(waiting)) {
    const { of, faults, result } = next;
    const start = performance.now();
    const fault = faults.shift()!;
    const what = await survive(of, fault, psqe, place);
    result.tried[fault.kind] = (result.tried[fault.kind] ?? 0) + 1;
    next.spent += performance.now() - start;
    if (what === undefined) continue;
    result.lost++;
    found.push({ command: result.command, fault, call: of.calls[fault.at]!, what });
    console.error(JSON.stringify(found.at(-1)));
  }
  console.log(JSON.stringify({ seed, commands: results, found }));
  if (values.keep) keepResults('operations', { seed, commands: results, found });
  process.exitCode = found.length > 0 ? 1 : 0;
} finally {
  place.remove();
}
process.exit();
