import type { GainEffect } from '../study/index.js';
import type { Figure, Trace } from './figure.js';
import type { EffectFigureOptions } from './gain-figures.js';
import { axis, palette, styled } from './style.js';

export interface EffectMapOptions extends Omit<EffectFigureOptions, 'highlight'> {
  /** What the groups are, as the axis names them. */
  readonly groups: string;
}

/**
 * What variants gain or lose against one in many groups of test links: a row a variant, a column a group with its number
 * of links, both in the order given; a cell is the mean difference in Hits@1, in points.
 */
export function effectMap(effects: readonly GainEffect[], o: EffectMapOptions): Figure {
  const known = effects.filter(({ effect }) => effect !== null);
  const variants = [...new Set(known.map(({ variant }) => variant))];
  const columns = [...new Map(known.map(({ group, links }) => [group, links]))];
  const rows = variants.map((variant) =>
    columns.map(([group]) => known.find((row) => row.variant === variant && row.group === group)),
  );
  const z = rows.map((row) => row.map((cell) => (cell ? 100 * cell.effect!.mean : null)));
  const most = Math.max(1, ...z.flat().map((value) => Math.abs(value ?? 0)));
  const cells: Trace = {
    type: 'heatmap',
    x: columns.map(([group, links]) => `${group} (${links})`),
    y: variants.map((variant) => o.labels?.get(variant) ?? variant),
    z,
    zmin: -most,
    zmax: most,
    colorscale: [
      [0, palette[5]],
      [0.5, '#ffffff'],
      [1, palette[0]],
    ],
    texttemplate: '%{z:.0f}',
    customdata: rows.map((row) => row.map(intervalOf)),
    xgap: 1,
    ygap: 1,
    colorbar: { title: { text: 'points' }, thickness: 14 },
    hovertemplate: '%{y}<br>%{x} test links: %{z:+.1f} points%{customdata}<extra></extra>',
  };
  const { data, layout } = styled(o.title, [cells], {
    width: 960,
    height: 230 + 32 * Math.max(2, variants.length),
    margin: { l: 64, r: 24, t: 64, b: 64 },
    xaxis: axis(`${o.groups} (number of test links)`, { type: 'category', showgrid: false, tickangle: -60 }),
    yaxis: axis('', { type: 'category', showgrid: false, autorange: 'reversed' }),
  });
  // Shades have a colour bar of their own.
  const { legend: _, ...rest } = layout;
  return { data, layout: rest };
}

function intervalOf(cell: GainEffect | undefined): string {
  const { low, high } = cell?.effect ?? { low: null, high: null };
  return low === null || high === null ? '' : ` (95 %: ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
}
