import { describe, expect, test } from 'vitest';
import { colourOf, runFigures } from '../../src/plots/index.js';
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
