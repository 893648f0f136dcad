import type { Slope } from '../models/index.js';
import type { Figure, Trace } from './figure.js';
import { points, reference } from './marks.js';
import { axis, palette, styled } from './style.js';

const directions = [
  ['gradient', 'along the gradient', palette[0], 'circle'],
  ['random', 'in a random direction', palette[5], 'diamond'],
] as const;

/**
 * Slopes of a loss by automatic differentiation against finite differences, a point a variable and direction: on the
 * diagonal where the gradient is right. Slopes of exactly zero have no place on the logarithmic axes.
 */
export function slopeFigure(slopes: readonly Slope[]): Figure {
  const shown = slopes.filter(({ automatic, difference }) => automatic !== 0 && difference !== 0);
  const sizes = shown.flatMap(({ automatic, difference }) => [Math.abs(automatic), Math.abs(difference)]);
  const ends = sizes.length > 0 ? [Math.min(...sizes) / 2, Math.max(...sizes) * 2] : [0.1, 10];
  const diagonal = reference({ name: 'both agree', x: ends, y: ends });
  const marks = directions.flatMap(([direction, name, color, symbol]): Trace[] => {
    const own = shown.filter((slope) => slope.direction === direction);
    if (own.length === 0) return [];
    const x = own.map(({ difference }) => Math.abs(difference));
    const y = own.map(({ automatic }) => Math.abs(automatic));
    const text = own.map(({ variable, error }) => `variable ${variable + 1}, error ${(100 * error).toFixed(2)} %`);
    const hover = '%{text}<br>%{y:.4g} against %{x:.4g}';
    return [points({ name, x, y, hover }, { color, symbol, size: 8, opacity: 0.8 }, { text })];
  });
  return styled('Is the gradient right? Every variable, two directions', [diagonal, ...marks], {
    showlegend: true,
    xaxis: axis('|slope| by finite differences (log scale)', { type: 'log', exponentformat: 'power' }),
    yaxis: axis('|slope| by automatic differentiation (log scale)', { type: 'log', exponentformat: 'power' }),
  });
}
