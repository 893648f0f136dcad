import type { Figure, Trace } from './figure.js';
import { bars, joined } from './marks.js';
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
  way: readonly RoundPoint[],
): Figure {
  const x = rounds.map((_, r) => String(r + 1));
  const bar = (name: string, y: readonly number[], color: string): Trace =>
    bars({ name, x, y, hover: `round %{x}, ${name}: %{y}` }, { color });
  const line = (key: 'precision' | 'recall', color: string, symbol: string): Trace => {
    const [x, y] = [way.map(({ name }) => name), way.map((point) => point[key])];
    const look = { line: { color, width: 2 }, point: { color, symbol, size: 9 } };
    return joined({ name: key, x, y, panel: '2', hover: `%{x}, ${key}: %{y:.1%}` }, look);
  };
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
