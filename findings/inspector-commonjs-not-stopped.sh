#!/usr/bin/env bash
# V8's inspector can be asked to stop before a script with a source map runs, so that a debugger sets its breakpoints in the
# TypeScript that the script was made of before the first line is past.
# The guess: it stops before every such script, ES module or CommonJS; both are announced with their map.
#   Node 20.20.2, 22.23.3, 24.21.0   Debugger.setInstrumentationBreakpoint('beforeScriptWithSourceMapExecution') stops before ES
#                           modules and before vm.runInThisContext, never before a CommonJS module nor vm.compileFunction, although
#                           Debugger.scriptParsed tells of both module kinds, with their maps.
# So a debugger that trusts it misses every breakpoint in what runs while a CommonJS module loads. Met by the kernel's debugger
# (src/kernel/debug), whose loader compiles imported sources and stops by itself.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
cat > watcher.cjs <<'JS'
const { Session } = require('node:inspector');
const { parentPort } = require('node:worker_threads');

const session = new Session();
session.connectToMainThread();
const file = (url) => url.split('/').pop();
const mapped = new Map();
const stops = [];
session.on('Debugger.scriptParsed', ({ params }) => {
  if (params.sourceMapURL) mapped.set(params.scriptId, file(params.url));
});
session.on('Debugger.paused', ({ params }) => {
  stops.push(mapped.get(params.data.scriptId));
  session.post('Debugger.resume');
});
session.post('Debugger.enable');
session.post('Debugger.setInstrumentationBreakpoint', { instrumentation: 'beforeScriptWithSourceMapExecution' }, (error) =>
  parentPort.postMessage(error ? error.message : 'ready'),
);
parentPort.on('message', () => parentPort.postMessage({ mapped: [...mapped.values()], stops }));
JS
cat > main.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction, runInThisContext } from 'node:vm';
import { Worker } from 'node:worker_threads';

const map = Buffer.from(JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' })).toString('base64');
const end = `\n//# sourceMappingURL=data:application/json;base64,${map}\n`;
writeFileSync('module.mjs', `export const x = 1;${end}`);
writeFileSync('common.cjs', `exports.x = 1;${end}`);
const watcher = new Worker(new URL('watcher.cjs', import.meta.url));
const told = () => new Promise((done) => watcher.once('message', done));
if ((await told()) !== 'ready') throw new Error('the breakpoint is refused');
await import('./module.mjs');
createRequire(import.meta.url)('./common.cjs');
runInThisContext(`1;${end}`, { filename: 'script.js' });
compileFunction(`return 1;${end}`, [], { filename: 'function.js' })();
watcher.postMessage('tell');
const { mapped, stops } = await told();
await watcher.terminate();
console.log(process.version, 'announced with a map:', mapped.join(' '), '- stopped before:', stops.join(' '));
const both = mapped.includes('module.mjs') && mapped.includes('common.cjs');
process.exitCode = both && stops.join(' ') === 'module.mjs script.js' ? 0 : 1;
JS
for version in 20.20.2 22.23.3 24.21.0; do
  mkdir "$version"
  (cd "$version" && npm init --yes > /dev/null && npm install --silent --no-audit --no-fund "node@$version")
  "$version/node_modules/.bin/node" main.mjs
done
