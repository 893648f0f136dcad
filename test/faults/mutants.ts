import { parseArgs } from 'node:util';
import { attack, type TargetResult } from './mutation.js';
import { keepResults } from './results.js';
import { targets } from './targets.js';

// Damaged bytes for every reader: each is read rightly, or refused in words, in time.
// Run: npm run faults -- mutants [--n 100000] [--seed 1] [--only NAME] [--keep]

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    n: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    keep: { type: 'boolean', default: false },
  },
});
// Damage that is said and mended is no news here.
process.removeAllListeners('warning');
process.on('warning', () => {});
const chosen = targets().filter(({ name }) => name.includes(values.only));
const each = Math.ceil(Number(values.n) / chosen.length);
const pool = chosen.flatMap(({ files }) => Object.values(files)).filter(({ length }) => length > 0);
const results: TargetResult[] = [];
for (const target of chosen) {
  const result = attack(target, each, Number(values.seed), pool);
  results.push(result);
  console.error(
    `${result.name}: ${result.tried} tried, ${result.read} read, ${result.refused} refused, ${result.wrong.length} wrong, slowest ${Math.round(result.slowest)} ms`,
  );
  for (const wrong of result.wrong) console.error(`  ${wrong}`);
}
const kinds = [...new Set(results.map(({ name }) => name.split(':')[0]!))].map((kind) => {
  const of = results.filter(({ name }) => name.split(':')[0] === kind);
  const sum = (value: (result: TargetResult) => number) => of.reduce((total, result) => total + value(result), 0);
  return {
    kind,
    targets: of.length,
    tried: sum((r) => r.tried),
    read: sum((r) => r.read),
    refused: sum((r) => r.refused),
    wrong: of.flatMap((r) => r.wrong),
  };
});
console.log(JSON.stringify({ seed: Number(values.seed), kinds }));
if (values.keep) keepResults('mutants', { seed: Number(values.seed), kinds });
process.exit(results.some((r) => r.wrong.length > 0) ? 1 : 0);
