import { expect, test } from 'vitest';
import type { Slope } from '../../src/models/index.js';
import { slopeFigure } from '../../src/plots/index.js';
import { schemaFaults } from '../support/plotly.js';

const slope = (variable: number, direction: Slope['direction'], automatic: number, difference: number): Slope => ({
  variable,
  direction,
  automatic,
  difference,
  error: 0.001,
});

test('slopes stand on the diagonal where both ways agree; zeros are left out', () => {
  const slopes = [slope(0, 'gradient', 4, 4), slope(0, 'random', -0.5, -0.25), slope(1, 'random', 0, 0)];
  const figure = slopeFigure(slopes);
  expect(schemaFaults(figure)).toEqual([]);
  expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  const [diagonal, along, random] = figure.data;
  expect(diagonal).toMatchObject({ x: [0.125, 8], y: [0.125, 8] });
  expect(along).toMatchObject({ x: [4], y: [4], text: ['variable 1, error 0.10 %'] });
  expect(random).toMatchObject({ x: [0.25], y: [0.5] });
});

test('no slopes make a figure too', () => expect(schemaFaults(slopeFigure([]))).toEqual([]));
