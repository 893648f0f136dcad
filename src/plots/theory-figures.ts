import { type GradientAccount, type GradientPart, netAttraction } from '../theory/index.js';
import type { Figure, Trace } from './figure.js';
import { joined, points, reference } from './marks.js';
import { sliderFigure } from './slider.js';
import { axis, margin, palette, styled } from './style.js';

/** T1: the two parts of each anchor's loss, a point an anchor coloured by region, and the line of no loss; a slider over τ. */
export function anchorFigure(accounts: readonly GradientAccount[]): Figure {
  const frames = accounts.map(({ temperature, anchors }) => {
    const regions = [...new Set(anchors.map(({ region }) => region))].sort((a, b) => a - b);
    return {
      label: String(temperature),
      data: [...regions.map((region) => anchorsOf(region, anchors)), noLoss(anchors)],
    };
  });
  return sliderFigure('Each anchor’s loss: attraction against repulsion', frames, {
    name: 'temperature τ',
    layout: {
      width: 780,
      xaxis: axis('attraction −s/τ (nats)'),
      yaxis: axis('repulsion log Σ exp(s/τ) (nats)'),
    },
  });
}

/** Where repulsion is as large as attraction: no anchor is below it, since the positive is a term of its repulsion. */
function noLoss(anchors: GradientAccount['anchors']): Trace {
  const all = anchors.map(({ attraction }) => attraction);
  const x = [Math.min(...all), Math.max(...all)];
  return reference({ name: 'no loss', x, y: x.map((attraction) => -attraction) });
}

function anchorsOf(region: number, all: GradientAccount['anchors']): Trace {
  const anchors = all.filter((anchor) => anchor.region === region);
  const name = `region ${region}`;
  const x = anchors.map(({ attraction }) => attraction);
  const y = anchors.map(({ repulsion }) => repulsion);
  const text = anchors.map(({ attraction, repulsion }) => (attraction + repulsion).toFixed(2));
  return points(
    { name, x, y, hover: `${name}<br>attraction %{x:.2f}<br>repulsion %{y:.2f}<br>loss %{text}` },
    { color: palette[region % palette.length]!, size: 7, opacity: 0.8 },
    { text },
  );
}

const parts: readonly [GradientPart, string, string, string][] = [
  ['attraction', 'attraction', palette[0], 'solid'],
  ['repulsion', 'repulsion, whole', palette[5], 'solid'],
  ['total', 'gradient, whole', palette[7], 'solid'],
  ['anchorAcross', 'as anchor, from the other graph (positive too)', palette[1], 'dash'],
  ['anchorWithin', 'as anchor, from its own graph', palette[1], 'dot'],
  ['candidateAcross', 'as candidate of the other graph (positive too)', palette[3], 'dash'],
  ['negativeWithin', 'as negative of its own graph', palette[3], 'dot'],
];

/**
 * T1: how long each part of the gradient is against τ, in the mean of the anchors; and what is left of the attraction
 * when the positive's own share of the repulsion is taken off it.
 */
export function gradientPartsFigure(accounts: readonly GradientAccount[]): Figure {
  const x = accounts.map(({ temperature }) => temperature);
  const line = (name: string, color: string, dash: string, y: number[]): Trace =>
    joined(
      { name, x, y, hover: `${name}<br>τ = %{x}: %{y:.3f}` },
      { line: { color, dash, width: dash === 'solid' ? 2.5 : 1.5 }, point: { color, size: 6 } },
    );
  const lines = parts.map(([key, name, color, dash]) =>
    line(
      name,
      color,
      dash,
      accounts.map(({ norms }) => norms[key]),
    ),
  );
  const left = accounts.map(netAttraction);
  const data = [
    lines[0]!,
    line('attraction less the positive’s repulsion', palette[0], 'dashdot', left),
    ...lines.slice(1),
  ];
  return styled('The parts of the gradient of an embedding, by temperature', data, {
    width: 960,
    legend: { orientation: 'v', x: 1.02, y: 1 },
    margin: { ...margin, t: 56 },
    xaxis: axis('temperature τ (log scale)', {
      type: 'log',
      tickvals: accounts.map(({ temperature }) => temperature),
      ticktext: accounts.map(({ temperature }) => String(temperature)),
    }),
    yaxis: axis('mean length · 2Bτ (attraction is 2)', { rangemode: 'tozero' }),
  });
}
