import { describe, expect, test } from 'vitest';
import {
  changeFigure,
  type Figure,
  predictionFigure,
  regionOutcomeFigure,
  roundsFigure,
  stageFigure,
  stageRegionFigure,
} from '../../src/plots/index.js';
import { plantedSeeds, syntheticTask } from '../../src/synthetic/index.js';
import { type RegionOutcome, seedChanges, stageAccounts } from '../../src/theory/index.js';
import { schemaFaults } from '../support/plotly.js';

const { task, truth, regions } = syntheticTask({ entities: 120, regions: 3 });
const partner = truth.rightOf(120);
const planted = (k: number, shares: number[], precision: number) =>
  plantedSeeds(truth, regions, { k, shares, precision }).seeds;
const sets = { pivot: planted(20, [2, 1, 0], 0.5), 'stage 1': planted(30, [1, 1, 1], 0.8) };
const accounts = stageAccounts(task, sets, { regions, partner });
const blind = stageAccounts(task, sets, { regions });
const changes = seedChanges(sets, partner);
const rounds = [
  { trained: 10, found: 30 },
  { trained: 30, found: 35 },
];
const way = [
  { name: 'stage 1', precision: 0.8, recall: 0.1 },
  { name: 'round 2', precision: 0.9, recall: 0.3 },
];
const row = (region: number, hits1: number): RegionOutcome => ({
  region,
  hits1,
  precision: 0.5,
  ratio: 1,
  tested: 9 * (region + 1),
});
const outcomes = { pivot: [row(0, 0.4), row(2, 0.2)], 'stage 1': [row(0, 0.5), row(2, 0.9)] };
const panels = [
  { name: 'held out', sets: { 'planted seeds': [row(1, 0.3)] }, predict: () => 0.5 },
  { name: 'tested', sets: outcomes, predict: ({ precision }: { precision: number }) => precision },
];
const groups = ['others', 'toned', 'others'];

describe.each<[string, () => Figure]>([
  ['stages', () => stageFigure(accounts, 'What stages do')],
  ['stages without truth', () => stageFigure(blind, 'What stages do')],
  ['regions', () => stageRegionFigure(accounts, groups, 'By region')],
  ['changes', () => changeFigure(changes, 'What is kept')],
  ['rounds', () => roundsFigure(rounds, way)],
  ['prediction', () => predictionFigure(panels)],
  ['outcomes', () => regionOutcomeFigure(outcomes, ['a', 'b', 'c'])],
])('%s', (_, make) => {
  test('plotly.js knows every key and value', () => expect(schemaFaults(make())).toEqual([]));
  test('survives JSON, is titled, and making it again gives the same', () => {
    expect(JSON.parse(JSON.stringify(make()))).toEqual(make());
    expect((make().layout.title as { text: string }).text).toMatch(/\w{3}/);
  });
});

test('right and wrong pairs stack up to the number of seeds; without truth there is one bar', () => {
  const [right, wrong] = stageFigure(accounts, 'x').data;
  expect([right!.y, wrong!.y]).toEqual([
    [10, 24],
    [10, 6],
  ]);
  expect(stageFigure(blind, 'x').data[0]!.y).toEqual([20, 30]);
});

test('dropped pairs hang below zero, and what stands above is the later set', () => {
  const { data } = changeFigure(changes, 'x');
  const heights = data.map(({ y }) => (y as number[])[0]!);
  const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
  expect(sum(heights.filter((y) => y > 0))).toBe(30);
  expect(sum(heights.slice(0, 2)) - sum(heights.slice(4))).toBe(20);
  expect(Math.max(...heights.slice(4))).toBeLessThanOrEqual(0);
});

test('every region is a point of its group in every panel, those without seeds at the left end', () => {
  const { data, layout } = stageRegionFigure(accounts, groups, 'x');
  expect(data.map(({ x }) => (x as number[]).length)).toEqual([2, 1, 2, 1]);
  const ratios = data.filter(({ name, xaxis }) => name === 'others' && xaxis === 'x')[0]!.x as number[];
  expect(ratios[1]).toBe(0.03);
  // A region without seeds is not one whose seeds are all wrong.
  const symbols = data.filter(({ name, xaxis }) => name === 'others' && xaxis === 'x')[0]!.marker as {
    symbol: string[];
  };
  expect(symbols.symbol).toEqual(['circle', 'circle-open']);
  expect(data.map(({ showlegend }) => showlegend)).toEqual([true, true, false, false]);
  expect(Object.keys(layout)).toEqual(expect.arrayContaining(['xaxis', 'yaxis', 'xaxis2', 'yaxis2']));
});

test('a set looks the same in both figures of outcomes, and regions stand in the order of the last set', () => {
  const drawn = regionOutcomeFigure(outcomes, ['a', 'b', 'c']);
  for (const name of Object.keys(outcomes)) {
    const [here, there] = [drawn, predictionFigure(panels)].map(
      ({ data }) => data.find((trace) => trace.name === name)!.marker as { color: string; symbol: string },
    );
    expect([here!.color, here!.symbol]).toEqual([there!.color, there!.symbol]);
  }
  expect((drawn.layout.yaxis as { ticktext: string[] }).ticktext).toEqual(['a (9)', 'c (27)']);
});
