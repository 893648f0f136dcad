import type { Figure, Trace } from './figure.js';
import { axis, palette, shareAxis, styled } from './style.js';

/** Stage 2's pairs on the way, judged. */
export interface RoundPoint {
  readonly name: string;
  readonly precision: number;
  /** Share of the true links among the pairs. */
  readonly recall: number;
}

/** The curriculum of stage 2: what each round is trained on and finds, and how right the pairs are on the way. */
export function roundsFigure(
  rounds: readonly { readonly trained: number; readonly found: number }[],
  points: readonly RoundPoint[],
): Figure {
  const x = rounds.map((_, r) => String(r + 1));
  const bar = (name: string, y: readonly number[], color: string): Trace => ({
    type: 'bar',
    name,
    x,
    y,
    marker: { color },
    hovertemplate: `round %{x}, ${name}: %{y}<extra></extra>`,
  });
  const line = (key: 'precision' | 'recall', color: string, symbol: string): Trace => ({
    type: 'scatter',
    mode: 'lines+markers',
    name: key,
    x: points.map(({ name }) => name),
    y: points.map((point) => point[key]),
    xaxis: 'x2',
    yaxis: 'y2',
    line: { color, width: 2 },
    marker: { color, symbol, size: 9 },
    hovertemplate: `%{x}, ${key}: %{y:.1%}<extra></extra>`,
  });
  const trained = rounds.map((round) => round.trained);
  const found = rounds.map((round) => round.found);
  const data = [
    bar('pairs trained on', trained, palette[4]),
    bar('pairs then found', found, palette[0]),
    line('precision', palette[5], 'circle'),
    line('recall', palette[2], 'square'),
  ];
  return styled('Inside stage 2: what each round learns from and finds', data, {
    width: 960,
    bargap: 0.25,
    xaxis: axis('round', { type: 'category', showgrid: false, domain: [0, 0.46] }),
    yaxis: axis('pairs', { rangemode: 'tozero' }),
    xaxis2: axis('pairs after', { type: 'category', domain: [0.56, 1], anchor: 'y2', showgrid: false }),
    yaxis2: shareAxis('share', { range: [0, 1.03], anchor: 'x2' }),
  });
}
