// Runs a campaign from the sources, on the built package: npm run faults -- [kills|memory] [options]
import { runnerImport } from 'vite';

const [name, ...rest] = process.argv.slice(2);
const named = name !== undefined && !name.startsWith('-');
process.argv.splice(2, process.argv.length, named ? name : 'campaign', ...(named ? rest : process.argv.slice(2)));
await runnerImport(new URL(`${named ? name : 'campaign'}.ts`, import.meta.url).pathname, {
  configFile: false,
  logLevel: 'warn',
});
