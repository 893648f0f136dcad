#!/usr/bin/env bash
# One-to-one assignment in npm packages: a cost matrix of few distinct values, as rounded or capped similarities give.
# The guess: ties make it easier, as for munkres 2.0.4 (1000 x 1000 of five values: several times faster than of random ones).
#   linear-sum-assignment 1.0.9   is several times slower on it than on random costs, and a hundred times slower than munkres;
#                                 both find the same sums
#   its option is spelled `maximaze`
# Guarded by src/match/select.ts, which takes munkres.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts munkres@2.0.4 linear-sum-assignment@1.0.9
cat > t.mjs <<'JS'
import { linearSumAssignment } from 'linear-sum-assignment';
import { munkres } from 'munkres';

let state = 7;
const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const n = 1000;
const timed = (work) => {
  const start = performance.now();
  const found = work();
  return [found, performance.now() - start];
};
console.log(`Node ${process.version}, ${n} x ${n}`);
const seconds = {};
let same = true;
for (const [name, value] of [['random', uniform], ['five values', () => Math.floor(uniform() * 5)]]) {
  const costs = Array.from({ length: n }, () => Array.from({ length: n }, value));
  const copy = () => costs.map((row) => [...row]);
  const [a, first] = timed(() => munkres(copy()));
  const [b, second] = timed(() => linearSumAssignment(copy(), { maximaze: false }));
  const sums = [a.reduce((sum, [i, j]) => sum + costs[i][j], 0), b.rowAssignments.reduce((sum, j, i) => sum + costs[i][j], 0)];
  same &&= Math.abs(sums[0] - sums[1]) < 1e-9;
  seconds[name] = { munkres: first / 1000, other: second / 1000 };
  console.log(`${name.padEnd(12)} munkres ${(first / 1000).toFixed(2)} s, linear-sum-assignment ${(second / 1000).toFixed(2)} s, sums ${sums.map((x) => x.toFixed(6)).join(' and ')}`);
}
const [random, ties] = [seconds.random, seconds['five values']];
process.exit(same && ties.munkres < random.munkres && ties.other > 2 * random.other && ties.other > 10 * ties.munkres ? 0 : 1);
JS
node t.mjs
