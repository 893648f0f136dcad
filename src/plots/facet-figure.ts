import { type FacetCounts, facetShares } from '../evaluate/index.js';
import type { Figure, Trace } from './figure.js';
import { axis, palette, plainText, styled } from './style.js';

export interface FacetFigureOptions {
  readonly title: string;
  /** What a row and a column stand for, e.g. `left: Twemoji's tone`. */
  readonly left: string;
  readonly right: string;
}

/** What is taken for what: a cell a pair of values, shaded by its share of the row, with its number; the diagonal is right. */
export function facetFigure({ values, counts }: FacetCounts, o: FacetFigureOptions): Figure {
  const cells: Trace = {
    type: 'heatmap',
    x: values.map(plainText),
    y: values.map(plainText),
    z: facetShares({ counts }),
    customdata: counts.map((row) => [...row]),
    zmin: 0,
    zmax: 1,
    colorscale: [
      [0, '#ffffff'],
      [1, palette[4]],
    ],
    text: counts.map((row) => row.map(String)),
    texttemplate: '%{text}',
    xgap: 2,
    ygap: 2,
    colorbar: { title: { text: 'share of the row' }, tickformat: '.0%', thickness: 14 },
    hovertemplate: '%{y} taken for %{x}: %{customdata} pairs, %{z:.0%} of the row<extra></extra>',
  };
  const right = values.map((_, i) => ({
    type: 'rect',
    ...{ x0: i - 0.5, x1: i + 0.5, y0: i - 0.5, y1: i + 0.5 },
    line: { color: palette[0], width: 2 },
  }));
  const { data, layout } = styled(o.title, [cells], {
    width: 640,
    height: 460,
    margin: { l: 64, r: 24, t: 64, b: 64 },
    shapes: right,
    xaxis: axis(o.right, { type: 'category', showgrid: false }),
    yaxis: axis(o.left, { type: 'category', showgrid: false, range: [values.length - 0.5, -0.5] }),
  });
  // Shades have a colour bar of their own.
  const { legend: _, ...rest } = layout;
  return { data, layout: rest };
}
