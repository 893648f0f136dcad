import type { KeptPull, MeasuredPull } from '../theory/index.js';
import type { Figure, Trace } from './figure.js';
import { bars, range } from './intervals.js';
import { sliderFigure } from './slider.js';
import { axis, palette, styled } from './style.js';

/** The pull against precision for one space: both kinds of wrong partners. */
export interface PullFrame {
  readonly label: string;
  readonly curves: Readonly<Record<'near' | 'far', readonly ({ readonly precision: number } & MeasuredPull)[]>>;
}

const errorKinds = [
  ['near', 'wrong within the region', palette[0]],
  ['far', 'wrong in another region', palette[5]],
] as const;
const spaces = [
  ['plain', 'free', 'solid', 'circle'],
  ['tangent', 'on the sphere', 'dash', 'diamond'],
] as const;

/** T2: pull towards the true partner against seed precision, predicted (lines) and measured (points with intervals). */
export function pullFigure(frames: readonly PullFrame[], name: string): Figure {
  const values = frames.flatMap(({ curves }) =>
    [...curves.near, ...curves.far].flatMap(({ plain, tangent }) =>
      [plain, tangent].flatMap(({ measured }) => [measured.low, measured.high]),
    ),
  );
  const drawn = frames.map(({ label, curves }) => ({
    label,
    data: errorKinds.flatMap(([wrong, named, color]) =>
      spaces.flatMap(([key, where, dash, symbol]): Trace[] => {
        const points = curves[wrong];
        const common = { x: points.map(({ precision }) => precision), legendgroup: `${wrong} ${key}` };
        const label = `${named}, ${where}`;
        return [
          {
            type: 'scatter',
            mode: 'lines',
            ...common,
            name: label,
            y: points.map((point) => point[key].predicted),
            line: { color, dash, width: 2 },
            hovertemplate: `${label}<br>p = %{x}: predicted %{y:.3f}<extra></extra>`,
          },
          {
            type: 'scatter',
            mode: 'markers',
            ...common,
            name: label,
            showlegend: false,
            y: points.map((point) => point[key].measured.mean),
            error_y: bars(points.map((point) => point[key].measured)),
            marker: { color, symbol, size: 8 },
            hovertemplate: `${label}<br>p = %{x}: measured %{y:.3f}<extra></extra>`,
          },
        ];
      }),
    ),
  }));
  return sliderFigure('Pull towards the true partner: predicted (lines), measured (points)', drawn, {
    name,
    layout: {
      width: 760,
      margin: { l: 64, r: 24, t: 110, b: 64 },
      xaxis: axis('seed precision p', { tickformat: '.0%' }),
      yaxis: axis('pull, of its clean value', { range: range([...values, 0, 1]) }),
    },
  });
}

/** T2 by region, each with its own precision and its own ρ: a point a region, on the diagonal where the prediction holds. */
export function regionPullFigure({ regions }: MeasuredPull, kept: readonly KeptPull[]): Figure {
  const present = regions.flatMap((region, c) => (region ? [{ c, ...region }] : []));
  const values = present.flatMap(({ plain, tangent }) =>
    [plain, tangent].flatMap(({ predicted, measured }) => [predicted, measured.low, measured.high]),
  );
  const ends = range(values);
  const data = spaces.map(
    ([key, where, , symbol], at): Trace => ({
      type: 'scatter',
      mode: 'markers',
      name: where,
      x: present.map((region) => region[key].predicted),
      y: present.map((region) => region[key].measured.mean),
      error_y: bars(present.map((region) => region[key].measured)),
      text: present.map(
        ({ c, precision }) => `region ${c}: p = ${precision.toFixed(2)}, ρ = ${kept[c]![key].toFixed(2)}`,
      ),
      marker: { color: [palette[0], palette[5]][at]!, symbol, size: 8 },
      hovertemplate: '%{text}<br>predicted %{x:.3f}, measured %{y:.3f}<extra></extra>',
    }),
  );
  const diagonal: Trace = {
    type: 'scatter',
    mode: 'lines',
    name: 'predicted = measured',
    x: ends,
    y: ends,
    line: { color: '#999999', width: 1, dash: 'dot' },
    hoverinfo: 'skip',
  };
  return styled('The pull region by region, each with its own precision', [diagonal, ...data], {
    height: 500,
    xaxis: axis('predicted pull p + (1 − p)ρ, of its clean value', { range: ends }),
    yaxis: axis('measured pull, of its clean value', { range: ends }),
  });
}

/** T2's second term against τ, a line a place that wrong partners come from: what it does not predict. */
export function secondTermFigure(
  lines: readonly {
    readonly name: string;
    readonly points: readonly { readonly temperature: number; readonly second: MeasuredPull['second'] }[];
  }[],
): Figure {
  const data = lines.map(
    ({ name, points }, i): Trace => ({
      type: 'scatter',
      mode: 'lines+markers',
      name,
      x: points.map(({ temperature }) => String(temperature)),
      y: points.map(({ second }) => second.mean),
      error_y: bars(points.map(({ second }) => second)),
      line: { color: [palette[0], palette[5]][i % 2]!, width: 2 },
      hovertemplate: `${name}<br>τ = %{x}: %{y:.4f}<extra></extra>`,
    }),
  );
  return styled('What the repulsion takes back: true partners as negatives of the batch', data, {
    xaxis: axis('temperature τ', { type: 'category' }),
    yaxis: axis('second term, of the clean pull'),
  });
}
