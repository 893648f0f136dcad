// Runs a benchmark written in TypeScript from the sources: node bench/run.mjs train [options]
import { runnerImport } from 'vite';

const [name = '', ...rest] = process.argv.slice(2);
process.argv.splice(2, process.argv.length, name, ...rest);
await runnerImport(new URL(`${name}.ts`, import.meta.url).pathname, { configFile: false, logLevel: 'warn' });
