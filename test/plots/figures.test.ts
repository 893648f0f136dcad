import { describe, expect, test } from 'vitest';
import { colourOf, mapFigure, runFigures } from '../../src/plots/index.js';
import { schemaFaults } from '../support/plotly.js';
import { madeUpResult } from './results.js';

const short = ['pivot', 'pivot-csls', 'psqe'];
const long = ['pivot', 'pivot-csls', 'stage1', 'stage2', 'psqe', 'reference', 'truth30'];

test('the check itself finds faults', () => {
  expect(schemaFaults({ data: [{ type: 'bar', x: [1], nonsense: 1 }], layout: {} })).toHaveLength(1);
  expect(schemaFaults({ data: [{ type: 'bar', x: [1] }], layout: { bargap: 7 } })).toHaveLength(1);
});

describe.each([
  ['three sets', madeUpResult(short), 4],
  ['all sets', madeUpResult(long), 4],
  ['no truth', madeUpResult(short, false), 2],
])('figures of a run with %s', (_, result, count) => {
  const figures = [...runFigures(result)];

  test('are all there', () => expect(figures).toHaveLength(count));

  test.each(figures)('%s: plotly.js knows every key and value', (_name, figure) => {
    expect(schemaFaults(figure)).toEqual([]);
  });

  test.each(figures)('%s: has a title, and every axis with numbers says what they are', (_name, { data, layout }) => {
    const axes = layout as Record<string, { title?: { text: string } }>;
    expect(axes.title).toMatchObject({ text: expect.stringMatching(/\w{3}/) });
    const numeric = data.flatMap((trace) => [
      ...(typeof (trace.x as unknown[])[0] === 'number' ? [String(trace.xaxis ?? 'x')] : []),
      ...(trace.yaxis === 'y2' ? [] : [String(trace.yaxis ?? 'y')]), // y2 is the same axis as y
    ]);
    for (const name of numeric) expect(axes[`${name[0]}axis${name.slice(1)}`]?.title?.text).toMatch(/\w{3}/);
  });

  test.each(figures)('%s: survives JSON, and making it again gives the same', (name, figure) => {
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(runFigures(result).get(name)).toEqual(figure);
  });
});

describe.each([true, false])('the map of seeds, with truth: %s', (truth) => {
  const rows = [0, 2];
  const set = truth ? { rows, correct: [true, false] } : { rows };
  const figure = mapFigure({
    x: [1, 2, 3],
    y: [4, 5, 6],
    sets: new Map([
      ['pivot', set],
      ['stage1', set],
      ['psqe', set],
    ]),
  });

  test('is as plotly.js wants it', () => expect(schemaFaults(figure)).toEqual([]));
  test('has a panel a set, without the stages, each named with its number of seeds', () => {
    const layout = figure.layout as Record<string, { title: { text: string } } | undefined>;
    expect([layout.xaxis, layout.xaxis2].map((each) => each?.title.text)).toEqual(['pivot: 2 seeds', 'psqe: 2 seeds']);
    expect(layout.xaxis3).toBeUndefined();
  });
  test('puts seeds where their entities are', () => {
    const seeds = figure.data.filter((trace) => trace.xaxis === 'x' && trace.name !== 'entities');
    const points = seeds.map(({ name, x, y }) => ({ name, x, y }));
    const right = { name: 'right seeds', x: [1], y: [4] };
    const wrong = { name: 'wrong seeds', x: [3], y: [6] };
    expect(points).toEqual(truth ? [right, wrong] : [{ name: 'seeds', x: [1, 3], y: [4, 6] }]);
  });
});

test('bars show the numbers of the report', () => {
  const result = madeUpResult(short);
  const bars = runFigures(result).get('alignment')!.data;
  const { hits1, sparse, unseeded } = result.report.alignment['pivot-csls']!;
  expect(bars.find((bar) => bar.name === 'pivot-csls')!.y).toEqual([hits1, sparse.hits1, unseeded.hits1]);
});

test('seed sets in one figure have different colours', () => {
  const colours = long.map((name, i) => colourOf(name, i));
  expect(new Set(colours).size).toBe(long.length);
});
