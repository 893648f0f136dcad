import { shareAtLeast } from '../stats/index.js';
import type { SeedDeciles } from '../study/index.js';
import type { Figure, Trace } from './figure.js';
import { joined } from './marks.js';
import { axis, palette, plainText, shareAxis, styled } from './style.js';

/** Share of each graph's entities that have at least so many triples, on logarithmic axes; by the graph's name. */
export function degreeFigure(degrees: ReadonlyMap<string, ArrayLike<number>>): Figure {
  const data = [...degrees].map(([name, of], i): Trace => {
    const points = shareAtLeast(of);
    const x = points.map(({ value }) => value);
    const y = points.map(({ share }) => share);
    return joined({ name: plainText(name), x, y }, { point: { color: palette[i]!, size: 5 } });
  });
  return styled('How many triples entities have', data, {
    xaxis: axis('degree (triples at an entity, at least)', { type: 'log', dtick: 1 }),
    yaxis: axis('share of the entities with at least so many', { type: 'log', tickformat: '~%', dtick: 1 }),
  });
}

const tenths = ['least', '2', '3', '4', '5', '6', '7', '8', '9', 'most'];

/** Precisions of fewer seeds than this are not drawn. */
const fewest = 5;
const rested = (precision: SeedDeciles['precision'], count: readonly number[]) =>
  precision.map((p, tenth) => (count[tenth]! >= fewest ? p : null));

/**
 * Seeds along tenths of the entities, from where features are rare to where they crowd. Left: share of the seeds (dotted:
 * evenly spread). Right: how many of them are true pairs; a gap where a set has fewer than `fewest` seeds.
 */
export function decileFigure(sets: ReadonlyMap<string, SeedDeciles>, title: string): Figure {
  const data = [...sets].flatMap(([name, { share, precision, count }], i): Trace[] => {
    const look = { point: { color: palette[i % palette.length]! } };
    const right = { name, x: tenths, y: rested(precision, count), panel: '2' };
    return [
      joined({ name, x: tenths, y: share }, look, { legendgroup: name }),
      joined(right, look, { legendgroup: name, showlegend: false }),
    ];
  });
  const line = { color: '#888888', dash: 'dot' };
  const even = { type: 'line', xref: 'x domain', x0: 0, x1: 1, y0: 0.1, y1: 0.1, layer: 'below', line };
  const flat = { type: 'category', tickangle: 0 };
  const tenth = 'tenth of the entities, by crowding of features';
  return styled(title, data, {
    width: 860,
    shapes: [even],
    xaxis: axis(tenth, { ...flat, domain: [0, 0.46], showgrid: false }),
    yaxis: shareAxis('share of the seeds'),
    xaxis2: axis(tenth, { ...flat, domain: [0.56, 1], anchor: 'y2', showgrid: false }),
    yaxis2: shareAxis('precision', { range: [0, 1.03], anchor: 'x2' }),
  });
}
