import type { KeptPull, MeasuredPull } from '../theory/index.js';
import type { Figure, Trace } from './figure.js';
import { interval, joined, line, points, range, reference } from './marks.js';
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
        const of = curves[wrong];
        const measured = of.map((point) => point[key].measured);
        const common = { name: `${named}, ${where}`, x: of.map(({ precision }) => precision) };
        const hover = (what: string) => `${common.name}<br>p = %{x}: ${what} %{y:.3f}`;
        const legendgroup = `${wrong} ${key}`;
        return [
          line(
            { ...common, y: of.map((point) => point[key].predicted), hover: hover('predicted') },
            { color, dash, width: 2 },
            { legendgroup },
          ),
          points(
            { ...common, y: measured.map(({ mean }) => mean), hover: hover('measured') },
            { color, symbol, size: 8 },
            { legendgroup, showlegend: false, error_y: interval(measured) },
          ),
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
  const hover = '%{text}<br>predicted %{x:.3f}, measured %{y:.3f}';
  const data = spaces.map(([key, where, , symbol], at) => {
    const x = present.map((region) => region[key].predicted);
    const measured = present.map((region) => region[key].measured);
    const text = present.map(
      ({ c, precision }) => `region ${c}: p = ${precision.toFixed(2)}, ρ = ${kept[c]![key].toFixed(2)}`,
    );
    return points(
      { name: where, x, y: measured.map(({ mean }) => mean), hover },
      { color: [palette[0], palette[5]][at]!, symbol, size: 8 },
      { error_y: interval(measured), text },
    );
  });
  const diagonal = reference({ name: 'predicted = measured', x: ends, y: ends });
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
  const data = lines.map(({ name, points }, i) => {
    const x = points.map(({ temperature }) => String(temperature));
    const second = points.map((point) => point.second);
    return joined(
      { name, x, y: second.map(({ mean }) => mean), hover: `${name}<br>τ = %{x}: %{y:.4f}` },
      { line: { color: [palette[0], palette[5]][i % 2]!, width: 2 } },
      { error_y: interval(second) },
    );
  });
  return styled('What the repulsion takes back: true partners as negatives of the batch', data, {
    xaxis: axis('temperature τ', { type: 'category' }),
    yaxis: axis('second term, of the clean pull'),
  });
}
