#!/usr/bin/env bash
# A shared WebAssembly.Memory that grows while a worker thread is reading the message that brings it.
# The guess: shared means shared; a worker's instance sees the growth, at the latest when it next runs.
#   Node 22.23.3, 24.21.0   The worker keeps the length that the memory had when the message was opened: plain stores to
#                           the new pages succeed, memory.fill on the same address traps ("memory access out of
#                           bounds"), memory.buffer stays short, until somebody grows the memory again.
#                           memory.grow(0), called by the worker, repairs all of it.
# The moment lasts as long as what stands before the memory in the message takes to read: microseconds for a few numbers,
# so that an engine that fills its memory while its threads start fails once in some hundred starts. Here 200,000 small
# objects make it long enough to hit. Guarded by src/compute/threads/worker.ts, with a test in test/compute/jobs.test.ts.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
cat > worker.mjs <<'JS'
import { workerData } from 'node:worker_threads';

const { module, memory, words } = workerData;
const { store, fill } = new WebAssembly.Instance(module, { env: { memory } }).exports;
const works = (what) => {
  try {
    what();
    return true;
  } catch (error) {
    if (!/out of bounds/.test(error.message)) throw error;
    return false;
  }
};
Atomics.store(words, 0, 1);
Atomics.notify(words, 0);
Atomics.wait(words, 1, 0);
const at = Atomics.load(words, 1);
const look = () => [works(() => store(at)), works(() => fill(at, 16)), memory.buffer.byteLength > at];
const before = look();
memory.grow(0);
[...before, ...look()].forEach((yes, i) => Atomics.store(words, 3 + i, +yes));
Atomics.store(words, 2, 1);
Atomics.notify(words, 2);
JS
cat > main.mjs <<'JS'
import { Worker } from 'node:worker_threads';

// Imports env.memory; store(at) writes one byte, fill(at, n) is memory.fill.
const module = new WebAssembly.Module(
  Uint8Array.from([
    ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 10, 2, 96, 2, 127, 127, 0, 96, 1, 127, 0],
    ...[2, 18, 1, 3, 101, 110, 118, 6, 109, 101, 109, 111, 114, 121, 2, 3, 1, 128, 128, 4, 3, 3, 2, 0, 1],
    ...[7, 16, 2, 4, 102, 105, 108, 108, 0, 0, 5, 115, 116, 111, 114, 101, 0, 1],
    ...[10, 23, 2, 11, 0, 32, 0, 65, 0, 32, 1, 252, 11, 0, 11, 9, 0, 32, 0, 65, 0, 58, 0, 0, 11],
  ]),
);

async function trial(after) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  const words = new Int32Array(new SharedArrayBuffer(64));
  const filler = Array.from({ length: 200_000 }, (_, i) => ({ i }));
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: { filler, module, memory, words } });
  const end = performance.now() + after;
  while (performance.now() < end);
  memory.grow(100);
  Atomics.wait(words, 0, 0);
  Atomics.store(words, 1, memory.buffer.byteLength - 64);
  Atomics.notify(words, 1);
  Atomics.wait(words, 2, 0);
  await worker.terminate();
  return [...words.slice(3, 9)].join(' ');
}

const seen = {};
for (let after = 20; after <= 400; after += 10) {
  const found = await trial(after);
  seen[found] = (seen[found] ?? 0) + 1;
}
console.log(process.version, 'store, fill, length known; the same after grow(0): starts', seen);
process.exitCode = seen['1 1 1 1 1 1'] > 0 && seen['1 0 0 1 1 1'] > 0 && Object.keys(seen).length === 2 ? 0 : 1;
JS
for version in 22.23.3 24.21.0; do
  mkdir "$version"
  (cd "$version" && npm init --yes > /dev/null && npm install --silent --no-audit --no-fund "node@$version")
  "$version/node_modules/.bin/node" main.mjs
done
