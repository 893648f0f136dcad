// %% [markdown]
// # Drawings, tables, pictures
// What the last line of a cell is, is shown. Run this with `npx typescript-kernel run drawings.ts`, or open it by jupytext.

// %%
// %npm install @observablehq/plot linkedom apache-arrow sharp
import * as Plot from '@observablehq/plot';
import * as arrow from 'apache-arrow';
import { parseHTML } from 'linkedom';
import sharp from 'sharp';

const seeds = [
  { method: 'pivot', precision: 0.41, found: new Date('2026-01-05') },
  { method: 'pivot-csls', precision: 0.85, found: new Date('2026-01-06') },
  { method: 'psqe', precision: 0.94, found: new Date('2026-01-07') },
];

// %% [markdown]
// Observable Plot draws into a document; here there is no page, so it gets one of its own.

// %%
const { document } = parseHTML('<html><body></body></html>');
Plot.plot({ document, height: 220, marks: [Plot.barY(seeds, { x: 'method', y: 'precision' }), Plot.ruleY([0])] } as Plot.PlotOptions)

// %% [markdown]
// Vega-Lite: its specification.

// %%
({
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  data: { values: seeds },
  mark: 'bar',
  encoding: { x: { field: 'method', type: 'nominal', sort: null }, y: { field: 'precision', type: 'quantitative' } },
})

// %%
arrow.tableFromJSON(seeds)

// %%
sharp({ create: { width: 240, height: 60, channels: 3, background: '#0072b2' } })

// %%
kernel.html`<ol>${seeds.map(({ method }) => kernel.html`<li>${method}</li>`)}</ol>`
