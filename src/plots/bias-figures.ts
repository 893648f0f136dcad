import { effectiveShare, type LimitError, massRatios, type SharePoint, type TrainingMass } from '../theory/index.js';
import type { Figure, Trace } from './figure.js';
import { bars, interval, joined, line, points, range } from './marks.js';
import { sliderFigure } from './slider.js';
import { axis, palette, shareAxis, styled } from './style.js';

/** T3: how far the repulsion is from its limit against B, with the effective number of negatives; a slider over τ. */
export function limitFigure(
  sweeps: readonly { readonly temperature: number; readonly rows: readonly LimitError[] }[],
): Figure {
  const frames = sweeps.map(({ temperature, rows }) => ({ label: String(temperature), data: limitTraces(rows) }));
  const batches = sweeps[0]!.rows.map(({ batch }) => batch);
  const size = { type: 'log', tickvals: batches, ticktext: batches.map(String) };
  const errors = sweeps.flatMap(({ rows }) => rows.flatMap(({ error }) => [error.low, error.high, 0]));
  return sliderFigure('The repulsion of a batch and its limit: error, and how many negatives count', frames, {
    name: 'temperature τ',
    start: 0,
    layout: {
      width: 960,
      xaxis: axis('batch size B (log scale)', { ...size, domain: [0, 0.44] }),
      yaxis: axis('error of the repulsion (nats)', { range: range(errors) }),
      xaxis2: axis('batch size B (log scale)', { ...size, domain: [0.56, 1] }),
      yaxis2: shareAxis('share', { range: [0, 1.03], anchor: 'x2' }),
    },
  });
}

function limitTraces(rows: readonly LimitError[]): Trace[] {
  const x = rows.map(({ batch }) => batch);
  const share = (name: string, color: string, y: number[]): Trace =>
    joined({ name, x, y, panel: '2', hover: `${name}<br>B = %{x}: %{y:.1%}` }, { line: { color, width: 2 } });
  const errors = rows.map(({ error }) => error);
  const expected = rows.map(({ expectedError }) => expectedError);
  const hover = (what: string) => `${what}<br>B = %{x}: %{y:.3f}`;
  return [
    line(
      { name: 'second order −Var/(2(B−1)E²)', x, y: expected, hover: hover('second order') },
      { color: palette[7], dash: 'dash', width: 1.5 },
    ),
    points(
      { name: 'measured', x, y: errors.map(({ mean }) => mean), hover: hover('measured') },
      { color: palette[0], size: 8 },
      { error_y: interval(errors) },
    ),
    share('effective of all negatives', palette[2], rows.map(effectiveShare)),
    share(
      'positive’s share of the sum',
      palette[5],
      rows.map(({ positiveShare }) => positiveShare),
    ),
  ];
}

/** T3: the share of its anchors' repulsion that a region holds against its share of the seeds; a slider over τ. */
export function shareFigure(
  sweeps: readonly { readonly temperature: number; readonly points: readonly SharePoint[] }[],
): Figure {
  const frames = sweeps.map(({ temperature, points }) => ({ label: String(temperature), data: shareTraces(points) }));
  return sliderFigure('What a region holds of its own anchors’ repulsion', frames, {
    name: 'temperature τ',
    start: 0,
    layout: {
      xaxis: axis('the region’s share q of the seeds (log scale)', { type: 'log', tickformat: '.1%', nticks: 6 }),
      yaxis: shareAxis('share of the repulsion', { range: [-0.03, 1.05] }),
    },
  });
}

function shareTraces(rows: readonly SharePoint[]): Trace[] {
  const x = rows.map(({ q }) => q);
  const hover = (what: string) => `${what}<br>q = %{x:.1%}: %{y:.1%}`;
  const curve = (name: string, y: readonly number[], color: string, dash: string): Trace =>
    line({ name, x, y, hover: hover(name) }, { color, dash, width: 2 });
  const predicted = rows.map((row) => row.predicted);
  const measured = rows.map((row) => row.measured);
  const contribution = rows.map((row) => row.contribution);
  return [
    curve('share m, predicted', predicted, palette[0], 'solid'),
    points(
      { name: 'share m, measured', x, y: measured.map(({ mean }) => mean), hover: hover('measured') },
      { color: palette[0], size: 8 },
      { error_y: interval(measured) },
    ),
    curve('m = q', x, '#999999', 'dot'),
    curve('part of the whole, q·m', contribution, palette[5], 'solid'),
  ];
}

/** T4: what regions get of seeds, gradients and AdamW's steps against their share of the entities; and how uneven it is by epoch. */
export function massFigure(
  trained: TrainingMass,
  seedsByRegion: readonly number[],
  { title = 'Who is trained: regions’ mass against their share of the entities' }: { readonly title?: string } = {},
): Figure {
  const { steps } = trained;
  const { order, ...of } = massRatios(trained, seedsByRegion);
  const gets: [string, readonly number[], string][] = [
    ['seeds', of.seeds, palette[7]],
    ['gradient', of.gradient, palette[5]],
    ['AdamW’s step', of.update, palette[0]],
  ];
  const x = order.map(String);
  const ratio = gets.map(([name, y, color]) =>
    bars({ name, x, y, hover: `region %{x}, ${name}: %{y:.2f} × its share` }, { color }, { legendgroup: name }),
  );
  const uneven = (['gradient', 'update', 'moved'] as const).map((key, i): Trace => {
    const name = ['gradient', 'AdamW’s step', 'way from the start'][i]!;
    const y = steps.map(({ groups }) => groups.region![key].imbalance);
    const hover = `${name}<br>epoch %{x}: %{y:.3f} nats`;
    // Lines that lie on each other stay apart by their dashes.
    const look = { color: [palette[5], palette[0], palette[2]][i]!, dash: ['solid', 'solid', 'dash'][i]!, width: 2 };
    return joined(
      { name, x: steps.map(({ epoch }) => epoch + 1), y, panel: '2', hover },
      { line: look },
      { legendgroup: name, showlegend: key === 'moved' },
    );
  });
  return styled(title, [...ratio, ...uneven], {
    width: 960,
    xaxis: axis('region, by its density of seeds', { type: 'category', showgrid: false, domain: [0, 0.56] }),
    yaxis: axis('mass share / entity share (last epoch)', { rangemode: 'tozero' }),
    xaxis2: axis('epoch', { domain: [0.66, 1] }),
    yaxis2: axis('imbalance (KL, nats)', { anchor: 'x2', rangemode: 'tozero' }),
  });
}
