#!/usr/bin/env bash
# Student's t in npm packages, against closed forms (Abramowitz & Stegun 26.7.3: exact for odd degrees of freedom).
#   jstat 1.9.6           quantile of 3/4 at 1 degree of freedom is tan(pi/4) = 1; it answers 0.99999994 (7 digits)
#   lib-r-math.js 2.0.3   P(T < -2) at 9 degrees of freedom is 0.038276412; it answers 0.038276407
#   ttest 4.0.0           right to 14 digits: the p value of the same question
#   cephes 3.3.3          the ES module compiles its WebAssembly asynchronously (`await cephes.compiled`), though its own
#                         comment says synchronously; before that its functions throw (the CommonJS module that Node takes does not wait)
# Guarded by src/stats/intervals.ts, which takes ttest.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jstat@1.9.6 lib-r-math.js@2.0.3 ttest@4.0.0 cephes@3.3.3
cat > t.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import jstat from 'jstat';
import * as rmath from 'lib-r-math.js';
import ttest from 'ttest';

/** P(T < t), odd degrees of freedom n >= 3. */
function below(t, n) {
  const theta = Math.atan(t / Math.sqrt(n));
  let [term, sum] = [Math.cos(theta), Math.cos(theta)];
  for (let k = 3; k <= n - 2; k += 2) sum += term *= (Math.cos(theta) ** 2 * (k - 1)) / k;
  return 0.5 + (theta + Math.sin(theta) * sum) / Math.PI;
}
const say = (name, got, exact) => {
  const error = Math.abs(got / exact - 1);
  console.log(`${name.padEnd(42)} ${String(got).padEnd(22)} exact ${String(exact).padEnd(22)} relative error ${error.toExponential(1)}`);
  return error;
};
console.log(`Node ${process.version}`);
const quantile = say('jstat 1.9.6 studentt.inv(.75, 1)', jstat.studentt.inv(0.75, 1), 1);
const tail = say('lib-r-math.js 2.0.3 pt(-2, 9)', rmath.pt(-2, 9), below(-2, 9));
// Ten numbers of mean -2 and standard error 1: t = -2 at 9 degrees of freedom, two-sided.
const deviations = [-4, -3, -2, -1, 0, 0, 1, 2, 3, 4].map((d) => d * Math.sqrt(90 / 60));
const test = ttest(deviations.map((d) => d - 2));
const whole = say('ttest 4.0.0 pValue(), t = -2, 9', test.pValue(), 2 * below(test.testValue(), 9));

// Node takes "main" (CommonJS); bundlers take "module".
const file = new URL('node_modules/cephes/index.mjs', pathToFileURL(`${process.cwd()}/`));
const comment = /compiled synchronously/.test(readFileSync(file, 'utf8'));
const module = await import(file);
const cephes = module.default ?? module.cephes;
let early = 'answers';
try { cephes.incbet(4.5, 0.5, 9 / 13); } catch (error) { early = `throws ${error.message}`; }
await cephes.compiled;
const late = say('cephes 3.3.3 incbet(4.5, .5, 9/13) / 2', cephes.incbet(4.5, 0.5, 9 / 13) / 2, below(-2, 9));
console.log(`cephes 3.3.3 index.mjs: its comment says synchronously: ${comment}; before "await compiled" it ${early}`);
const so = quantile > 1e-9 && tail > 1e-8 && whole < 1e-12 && comment && early !== 'answers' && late < 1e-12;
process.exit(so ? 0 : 1);
JS
node t.mjs
