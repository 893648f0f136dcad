import { expect, test } from 'vitest';
import { abstention, calibration } from '../../src/evaluate/index.js';
import { abstentionFigure, reliabilityFigure } from '../../src/plots/index.js';
import { schemaFaults } from '../support/plotly.js';

const confidence = Float32Array.of(0.2, 0.4, 0.6, 0.8, 0.9);
const right = [0, 1, 0, 1, 1];
const rows = Int32Array.from(right, (_, i) => i);
const matches = {
  ...{
    left: rows,
    right: rows,
    rank: rows,
    reverseRank: rows,
    mutual: new Uint8Array(5),
    score: confidence,
    confidence,
  },
  stage: right.map(() => 'found' as const),
};

test('a reliability diagram has a point a bin that holds something, and says its error', () => {
  const made = calibration(confidence, right);
  const figure = reliabilityFigure(new Map([['all', made]]));
  expect(schemaFaults(figure)).toEqual([]);
  const [diagonal, line] = figure.data;
  expect([diagonal!.x, diagonal!.y]).toEqual([
    [0, 1],
    [0, 1],
  ]);
  expect(line!.customdata).toEqual(made.bins.filter(({ count }) => count > 0).map(({ count }) => count));
  expect(line!.name).toBe(`all: calibration error ${made.ece!.toFixed(3)}`);
});

test('what a least confidence leaves: measured lines only where links are given', () => {
  const links = { left: rows, right: rows };
  const [told, measured] = [abstention(matches), abstention(matches, links)].map(abstentionFigure);
  for (const figure of [told!, measured!]) expect(schemaFaults(figure)).toEqual([]);
  expect(told!.data.map(({ name }) => name)).toEqual(['matches kept', 'precision, expected']);
  expect(measured!.data).toHaveLength(4);
  expect(measured!.data[0]!.y).toEqual(abstention(matches).map(({ coverage }) => coverage));
});
