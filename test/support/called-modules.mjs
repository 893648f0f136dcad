// Runs a row of the gain study on a small task, and prints the modules of dist that it called and those that its code's hash
// covers: node test/support/called-modules.mjs ROW MODEL
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

const [name, model] = process.argv.slice(2);
const dist = new URL('../../dist/', import.meta.url);
const { useEngine } = await import(new URL('index.js', dist).href);
const { gainRunner, gainAblations } = await import(new URL('study/index.js', dist).href);
const { syntheticTask } = await import(new URL('synthetic/index.js', dist).href);
const { rowCode } = await import(new URL('study/gain/row-key.js', dist).href);

const { task, truth } = syntheticTask({ entities: 120, regions: 4, seed: 1 });
const row = gainAblations.find((/** @type {{ name: string }} */ v) => v.name === name);
const aligner = { model, epochs: 1, modelOptions: {} };
const ablation = { ...row, aligner, options: { ...row.options, ...(row.source !== 'pivot' && { refine: { epochs: 2, rounds: [1], width: 8 } }) } };
useEngine();
const run = gainRunner({ name: 'small', task, truth, k: 30 });
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
await run(ablation, { seed: 1 });
const { result } = await session.post('Profiler.takePreciseCoverage');
const called = result
  // What begins where the script does is its top level.
  .filter(({ functions }) => functions.some(({ ranges: [all] }) => all && all.startOffset > 0 && all.count > 0))
  .filter(({ url }) => url.startsWith(dist.href))
  .map(({ url }) => fileURLToPath(url).slice(fileURLToPath(dist).length).replaceAll('\\', '/'));
const { modules } = await rowCode(row, { model });
console.log(JSON.stringify({ called: [...new Set(called)].sort(), hashed: modules }));
process.exit(0);
