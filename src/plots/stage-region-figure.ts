import type { RegionAccount, StageAccount } from '../theory/index.js';
import type { Figure, Json, Trace } from './figure.js';
import { type Panel, panels, points } from './marks.js';
import { axis, legend, margin, palette, plainText, shareAxis, styled } from './style.js';

/** Where a region with hardly a seed, or none, is drawn: the axis is logarithmic. */
const none = 0.03;

/**
 * T5 by region, a panel a stage and a point a region: its density of seeds and their precision, the area by its entities.
 * Good seeds have all their points at the dotted line and high up. A region none of whose left ends is a seed has no
 * precision: a hollow point at 0.
 * @param group what each region mostly holds: a colour each
 */
export function stageRegionFigure(accounts: readonly StageAccount[], group: readonly string[], title: string): Figure {
  const groups = [...new Set(group)].sort();
  const stages = accounts.map(({ stage }) => stage);
  const places = panels(stages, 0.08);
  const data = accounts.flatMap(({ regions }, at) => {
    return groups.map((name, g): Trace => {
      const own = regions.flatMap((region, c) => (group[c] === name ? [{ c, ...region }] : []));
      const color = [palette[0], palette[5], palette[2]][g % 3]!;
      return { ...regionPoints(own, { name: plainText(name), color, panel: places[at]!.id }), showlegend: at === 0 };
    });
  });
  const middle = Math.floor(places.length / 2);
  return styled(title, data, {
    width: 960,
    legend: { ...legend, y: 1.07, itemsizing: 'constant' },
    margin: { ...margin, t: 110 },
    annotations: places.map(({ head }) => head),
    shapes: places.map(balance),
    ...Object.fromEntries(places.flatMap((panel, at) => panelAxes(panel, at === 0, at === middle))),
  });
}

/** Axes of a panel: the first one names what goes up, the middle one what goes to the right. */
function panelAxes({ id, domain }: Panel, first: boolean, middle: boolean): [string, Json][] {
  const density = middle ? 'share of the seeds / share of the entities, q/π (log scale)' : '';
  const x = {
    tickvals: [none, 0.2, 1, 5],
    ticktext: ['≤ .03', '0.2', '1', '5'],
    range: [Math.log10(none) - 0.15, 0.95],
  };
  const y = { range: [-0.06, 1.08], anchor: `x${id}` };
  return [
    [`xaxis${id}`, axis(density, { type: 'log', ...x, domain, anchor: `y${id}` })],
    [`yaxis${id}`, first ? shareAxis('precision of the region’s seeds', y) : axis('', { ...y, showticklabels: false })],
  ];
}

/** Where a region has its share of the seeds. */
function balance({ id }: Panel): Json {
  const line = { color: '#888888', dash: 'dot' };
  return { type: 'line', xref: `x${id}`, yref: `y${id} domain`, x0: 1, x1: 1, y0: 0, y1: 1, layer: 'below', line };
}

function regionPoints(
  regions: readonly ({ readonly c: number } & RegionAccount)[],
  { name, color, panel }: { readonly name: string; readonly color: string; readonly panel: string },
): Trace {
  const x = regions.map(({ ratio }) => Math.max(none, ratio));
  const y = regions.map(({ precision }) => precision ?? 0);
  const symbol = regions.map(({ precision }) => (precision === null ? 'circle-open' : 'circle'));
  const size = regions.map(({ entities }) => 3 + Math.sqrt(entities) / 1.6);
  return points(
    { name, x, y, panel },
    { color, symbol, opacity: 0.75, size, line: { color: '#ffffff', width: 1 } },
    { legendgroup: name, text: regions.map(hoverText), hovertemplate: `%{text}<extra>${name}</extra>` },
  );
}

function hoverText({ c, entities, ratio, precision }: { readonly c: number } & RegionAccount): string {
  const said = precision === null ? 'no seeds of known precision' : `precision ${(100 * precision).toFixed(0)} %`;
  return `region ${c}, ${entities} entities, q/π = ${ratio.toFixed(2)}<br>${said}`;
}
