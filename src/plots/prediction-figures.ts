import { byHits, type RegionKnown, type RegionOutcome } from '../theory/index.js';
import type { Figure, Json, Trace } from './figure.js';
import { type Panel, panels, points } from './marks.js';
import { axis, colourOf, legend, margin, shareAxis, styled } from './style.js';

/** One test of a prediction: regions of one or more runs, by the name of the seeds. */
export interface PredictionPanel {
  readonly name: string;
  readonly sets: Readonly<Record<string, readonly RegionOutcome[]>>;
  predict(row: RegionKnown): number;
}

const symbols = ['circle', 'diamond', 'square', 'triangle-up', 'cross', 'star'];

/** T5: Hits@1 of regions as predicted and as measured, a point a region with its area by its test links; the diagonal is exact. */
export function predictionFigure(tests: readonly PredictionPanel[]): Figure {
  // From the last panel on, so that the sets tested last look as they do in {@link regionOutcomeFigure}.
  const names = [...new Set([...tests].reverse().flatMap(({ sets }) => Object.keys(sets)))];
  const places = panels(
    tests.map(({ name }) => name),
    0.14,
  );
  const shown = new Set<string>();
  const data = tests.flatMap(({ sets, predict }, at) =>
    Object.entries(sets).map(([name, rows]): Trace => {
      const showlegend = !shown.has(name);
      shown.add(name);
      const i = names.indexOf(name);
      const look = { color: colourOf(name, i - 2), symbol: symbols[i % symbols.length]! };
      return { ...outcomes({ name, rows, predict, panel: places[at]!.id }, look), showlegend };
    }),
  );
  return styled('Hits@1 of regions: predicted from their seeds, and measured', data, {
    width: 960,
    legend: { ...legend, y: 1.08, itemsizing: 'constant' },
    margin: { ...margin, t: 116 },
    annotations: places.map(({ head }) => head),
    shapes: places.map(exact),
    ...Object.fromEntries(places.flatMap((place, at) => panelAxes(place, at === 0))),
  });
}

function panelAxes({ id, domain }: Panel, first: boolean): [string, Json][] {
  const range = [-0.04, 1.04];
  return [
    [`xaxis${id}`, shareAxis('Hits@1, predicted', { range, domain, anchor: `y${id}` })],
    [`yaxis${id}`, shareAxis(first ? 'Hits@1, measured' : '', { range, anchor: `x${id}` })],
  ];
}

/** Where a prediction is exact. */
function exact({ id }: Panel): Json {
  const line = { color: '#999999', dash: 'dot' };
  return { type: 'line', xref: `x${id}`, yref: `y${id}`, x0: 0, x1: 1, y0: 0, y1: 1, layer: 'below', line };
}

interface Outcomes extends Pick<PredictionPanel, 'predict'> {
  readonly name: string;
  readonly rows: readonly RegionOutcome[];
  readonly panel: string;
}

const around = { color: '#ffffff', width: 0.5 };

function outcomes(
  { name, rows, predict, panel }: Outcomes,
  look: { readonly color: string; readonly symbol: string },
): Trace {
  const hover = `${name}<br>%{text}<br>predicted %{x:.1%}, measured %{y:.1%}`;
  const size = rows.map(({ tested }) => 4 + Math.sqrt(tested) / 1.6);
  const text = rows.map(
    ({ region, precision, ratio }) => `region ${region}: p = ${precision.toFixed(2)}, q/π = ${ratio.toFixed(2)}`,
  );
  return points(
    { name, x: rows.map(predict), y: rows.map(({ hits1 }) => hits1), panel, hover },
    { ...look, opacity: 0.75, size, line: around },
    { legendgroup: name, text },
  );
}

/**
 * Hits@1 of each region for aligners trained on different seeds, a line of points a region, the best on top (by the last
 * set); behind each region's label, the number of its test links.
 * @param label of a region, e.g. with what it mostly holds
 */
export function regionOutcomeFigure(
  sets: Readonly<Record<string, readonly RegionOutcome[]>>,
  label: readonly string[],
): Figure {
  const names = Object.keys(sets);
  const last = sets[names.at(-1)!]!;
  const sorted = byHits(last);
  const order = sorted.map(({ region }) => region);
  const data = names.map((name, i): Trace => {
    const rows = order.flatMap((region) => sets[name]!.find((row) => row.region === region) ?? []);
    const y = rows.map(({ region }) => order.indexOf(region));
    const text = rows.map(({ region, tested }) => `region ${region}, ${tested} test links`);
    return points(
      { name, x: rows.map(({ hits1 }) => hits1), y, hover: `${name}<br>%{text}: %{x:.1%}` },
      { color: colourOf(name, i), symbol: symbols[i % symbols.length]!, size: 9, line: around },
      { text },
    );
  });
  return styled('Right partner ranked first, region by region, by the seeds trained on', data, {
    width: 860,
    height: 160 + 24 * order.length,
    xaxis: shareAxis('Hits@1 of the region’s test links', { range: [-0.02, 1.02] }),
    yaxis: axis('region (number of its test links)', {
      tickvals: order.map((_, i) => i),
      ticktext: sorted.map(({ region, tested }) => `${label[region] ?? region} (${tested})`),
      range: [-0.7, order.length - 0.3],
    }),
  });
}
