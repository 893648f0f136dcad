import { effectiveShare, type LimitError, massRatios, type SharePoint, type TrainingMass } from '../theory/index.js';
import type { Figure, Trace } from './figure.js';
import { bars, range } from './intervals.js';
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
  const share = (name: string, color: string, y: number[]): Trace => ({
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x,
    y,
    xaxis: 'x2',
    yaxis: 'y2',
    line: { color, width: 2 },
    hovertemplate: `${name}<br>B = %{x}: %{y:.1%}<extra></extra>`,
  });
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name: 'second order −Var/(2(B−1)E²)',
      x,
      y: rows.map(({ expectedError }) => expectedError),
      line: { color: palette[7], dash: 'dash', width: 1.5 },
      hovertemplate: 'second order<br>B = %{x}: %{y:.3f}<extra></extra>',
    },
    {
      type: 'scatter',
      mode: 'markers',
      name: 'measured',
      x,
      y: rows.map(({ error }) => error.mean),
      error_y: bars(rows.map(({ error }) => error)),
      marker: { color: palette[0], size: 8 },
      hovertemplate: 'measured<br>B = %{x}: %{y:.3f}<extra></extra>',
    },
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
  const frames = sweeps.map(({ temperature, points }) => {
    const x = points.map(({ q }) => q);
    const line = (name: string, y: readonly number[], color: string, dash: string): Trace => ({
      type: 'scatter',
      mode: 'lines',
      name,
      x,
      y,
      line: { color, dash, width: 2 },
      hovertemplate: `${name}<br>q = %{x:.1%}: %{y:.1%}<extra></extra>`,
    });
    const measured: Trace = {
      type: 'scatter',
      mode: 'markers',
      name: 'share m, measured',
      x,
      y: points.map((point) => point.measured.mean),
      error_y: bars(points.map((point) => point.measured)),
      marker: { color: palette[0], size: 8 },
      hovertemplate: 'measured<br>q = %{x:.1%}: %{y:.1%}<extra></extra>',
    };
    const predicted = points.map((point) => point.predicted);
    const contribution = points.map((point) => point.contribution);
    return {
      label: String(temperature),
      data: [
        line('share m, predicted', predicted, palette[0], 'solid'),
        measured,
        line('m = q', x, '#999999', 'dot'),
        line('part of the whole, q·m', contribution, palette[5], 'solid'),
      ],
    };
  });
  return sliderFigure('What a region holds of its own anchors’ repulsion', frames, {
    name: 'temperature τ',
    start: 0,
    layout: {
      xaxis: axis('the region’s share q of the seeds (log scale)', { type: 'log', tickformat: '.1%', nticks: 6 }),
      yaxis: shareAxis('share of the repulsion', { range: [-0.03, 1.05] }),
    },
  });
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
  const ratio = gets.map(
    ([name, y, color]): Trace => ({
      type: 'bar',
      name,
      legendgroup: name,
      x: order.map((c) => String(c)),
      y,
      marker: { color },
      hovertemplate: `region %{x}, ${name}: %{y:.2f} × its share<extra></extra>`,
    }),
  );
  const uneven = (['gradient', 'update', 'moved'] as const).map((key, i): Trace => {
    const name = ['gradient', 'AdamW’s step', 'way from the start'][i]!;
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name,
      legendgroup: name,
      showlegend: key === 'moved',
      x: steps.map(({ epoch }) => epoch + 1),
      y: steps.map(({ groups }) => groups.region![key].imbalance),
      xaxis: 'x2',
      yaxis: 'y2',
      // Lines that lie on each other stay apart by their dashes.
      line: { color: [palette[5], palette[0], palette[2]][i]!, dash: ['solid', 'solid', 'dash'][i]!, width: 2 },
      hovertemplate: `${name}<br>epoch %{x}: %{y:.3f} nats<extra></extra>`,
    };
  });
  return styled(title, [...ratio, ...uneven], {
    width: 960,
    xaxis: axis('region, by its density of seeds', { type: 'category', showgrid: false, domain: [0, 0.56] }),
    yaxis: axis('mass share / entity share (last epoch)', { rangemode: 'tozero' }),
    xaxis2: axis('epoch', { domain: [0.66, 1] }),
    yaxis2: axis('imbalance (KL, nats)', { anchor: 'x2', rangemode: 'tozero' }),
  });
}
