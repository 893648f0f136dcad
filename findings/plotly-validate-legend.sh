#!/usr/bin/env bash
# Plotly.validate tells what a figure holds that plotly.js would not use. Tests of figures are written with it.
# The guess: a layout part without effect is a sentence in its answer, as for an unused axis, scene or second legend.
#   plotly.js-dist 4.1.1    `layout.legend` of a figure that draws no legend (one trace that does not ask for one, or
#                           `showlegend: false`) makes it throw TypeError "Cannot read properties of undefined (reading
#                           'validateFunction')", for every kind of trace. With two traces, or `showlegend: true`, it is
#                           valid; a `legend2` without effect is told of in a sentence.
# So a figure whose style sets `legend` once for all can be drawn but not validated. Met by test/support/plotly.ts: our own
# style gives a legend only to figures that draw one.
# Exits 0 when this is so, 1 when it has changed.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund plotly.js-dist@4.1.1 jsdom@26.1.0
cat > look.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { JSDOM } = require('jsdom');

const { window } = new JSDOM('', { runScripts: 'outside-only' });
for (const name of ['TextDecoder', 'TextEncoder', 'Blob']) window[name] ??= globalThis[name];
window.URL.createObjectURL = () => '';
window.HTMLCanvasElement.prototype.getContext = () => null;
window.eval(readFileSync(require.resolve('plotly.js-dist/plotly.js'), 'utf8'));
const bar = { type: 'bar', x: ['a'], y: [1] };
const map = { type: 'heatmap', z: [[1]] };
const told = (data, layout) => {
  try {
    return (window.Plotly.validate(data, layout) ?? []).map(({ msg }) => msg).join() || 'valid';
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const legend = { x: 0 };
const thrown = "TypeError: Cannot read properties of undefined (reading 'validateFunction')";
const cases = [
  ['no legend', [bar], {}, 'valid'],
  ['legend, two traces', [bar, bar], { legend }, 'valid'],
  ['legend, showlegend true', [bar], { legend, showlegend: true }, 'valid'],
  ['legend, one trace', [bar], { legend }, thrown],
  ['legend, one heatmap', [map], { legend }, thrown],
  ['legend, two traces, showlegend false', [bar, bar], { legend, showlegend: false }, thrown],
  ['unused legend2', [bar, bar], { legend2: legend }, 'In layout, container legend2 did not get coerced'],
  ['unused scene', [bar], { scene: { bgcolor: 'red' } }, 'In layout, container scene did not get coerced'],
];
for (const [name, data, layout, expected] of cases) {
  const seen = told(data, layout);
  console.log(`plotly.js ${window.Plotly.version}, ${name}: ${seen}`);
  if (seen !== expected) process.exitCode = 1;
}
JS
node look.cjs
