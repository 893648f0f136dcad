import { expect, test } from 'vitest';
import { facetFigure } from '../../src/plots/index.js';
import { schemaFaults } from '../support/plotly.js';

const counts = [
  [3, 1],
  [0, 0],
];
const figure = facetFigure(
  { facet: 'tone', values: ['light', 'dark'], counts },
  { title: 'Tones', left: 'on the left', right: 'on the right' },
);

test('shades a cell by its share of the row, an empty row not at all, and writes its number', () => {
  const [cells] = figure.data as unknown as [{ z: number[][]; text: string[][]; y: string[] }];
  expect(cells.z).toEqual([
    [0.75, 0.25],
    [0, 0],
  ]);
  expect(cells.text[0]).toEqual(['3', '1']);
  expect(cells.y).toEqual(['light', 'dark']);
});

test('plotly.js knows every key and value', () => expect(schemaFaults(figure)).toEqual([]));
