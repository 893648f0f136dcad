import { describe, expect, test } from 'vitest';
import {
  colourOf,
  decileFigure,
  degreeFigure,
  effectFigure,
  effectMap,
  groupFigure,
  mapFigure,
  runFigures,
} from '../../src/plots/index.js';
import { coloursOf, styled } from '../../src/plots/style.js';
import type { GainEffect } from '../../src/study/index.js';
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

describe.each([
  ['truth and kinds', true, true],
  ['neither', false, false],
])('the map of seeds with %s', (_, truth, named) => {
  const set = { left: [0, 2], right: [1, 0], inGroup: [1, 1], ...(truth && { correct: [true, false] }) };
  const figure = mapFigure({
    left: { x: [1, 2, 3], y: [4, 5, 6], group: [0, 1, 1] },
    right: { x: [7, 8], y: [9, 10], group: [1, 0] },
    groups: ['toned', 'others'],
    named,
    sets: new Map([
      ['pivot', set],
      ['stage1', set],
      ['psqe', set],
    ]),
  });
  const points = (axis: string, of: RegExp) =>
    figure.data.flatMap(({ name, x, y, xaxis }) => (xaxis === axis && of.test(String(name)) ? [{ name, x, y }] : []));

  test('is as plotly.js wants it', () => expect(schemaFaults(figure)).toEqual([]));

  test('has a column a set, without the stages, headed by what is known of it', () => {
    const headings = (figure.layout.annotations as { text: string }[]).map(({ text }) => text);
    const facts = truth ? '2 seeds, 50 % right<br>1 on toned' : '2 seeds';
    expect(headings).toEqual([`<b>pivot</b><br>${facts}`, `<b>psqe</b><br>${facts}`]);
    expect(Object.keys(figure.layout).filter((name) => /^xaxis/.test(name))).toHaveLength(4);
  });

  test('puts both ends of the seeds where their entities are', () => {
    const ends = (axis: string) => figure.data.find(({ name, xaxis }) => xaxis === axis && name === 'seeds')!;
    expect(ends('x')).toMatchObject({ x: [1, 3], y: [4, 6] });
    expect(ends('x4')).toMatchObject({ x: [7, 8], y: [9, 10] });
    if (!truth) return;
    const [blue, vermilion] = ['#0072B2', '#D55E00'];
    expect(ends('x').marker).toMatchObject({ color: [blue, vermilion] });
    expect(ends('x4').marker).toMatchObject({ color: [vermilion, blue] });
  });

  test('puts the groups behind', () => {
    const toned = { name: 'toned', x: [1], y: [4] };
    const all = { name: 'entities, by cluster', x: [1, 2, 3], y: [4, 5, 6] };
    expect(points('x', /toned|entities/)).toEqual([named ? toned : all]);
  });
});

describe('figures of the gain study', () => {
  const sure = (mean: number) => ({ mean, low: mean - 0.01, high: mean + 0.02 });
  const once = (mean: number) => ({ mean, low: null, high: null });
  const row = (ablation: string, group: string, effect: GainEffect['effect']): GainEffect => {
    return { ablation, group, runs: 5, mark: '', links: 9, hits1: sure(0.5), effect };
  };
  const effects = ['all', 'toned'].flatMap((group) => [
    row('psqe', group, null),
    row('better', group, sure(0.03)),
    row('worse', group, once(-0.05)),
  ]);
  const o = { title: 'one ingredient changed', against: 'PSQE', labels: new Map([['worse', 'without it']]) };
  const lines = effectFigure(effects, { ...o, highlight: 'worse' });
  const bars = groupFigure(effects, o);
  const map = effectMap(effects, { ...o, groups: 'kinds' });

  test.each([
    ['effects', lines],
    ['effects in one group', effectFigure(effects.slice(0, 3), o)],
    ['Hits@1 by group', bars],
    ['Hits@1 by pair', groupFigure(effects, { ...o, across: 'pair' })],
    ['effects in many groups', map],
    ['nothing', effectFigure([], o)],
  ])('%s: as plotly.js wants it, JSON', (_, figure) => {
    expect(schemaFaults(figure)).toEqual([]);
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  });

  test('effects stand at their means, the best on top, with their intervals; one run has none', () => {
    const [all] = lines.data;
    expect(all).toMatchObject({
      name: 'all',
      x: [3, -5],
      y: [1.25, 0.25],
      marker: { color: ['#0072B2', '#D55E00'] },
    });
    const { array, arrayminus } = all!.error_x as { array: number[]; arrayminus: number[] };
    expect([array[1], arrayminus[1]]).toEqual([null, null]);
    expect(array[0]).toBeCloseTo(2, 9);
    expect(arrayminus[0]).toBeCloseTo(1, 9);
    expect(lines.layout.yaxis).toMatchObject({ ticktext: ['without it', 'better'] });
    const axisOf = (of: GainEffect[]) => JSON.stringify(effectFigure(of, o).layout.xaxis);
    expect(axisOf(effects.slice(0, 3))).toContain('95 % interval, none for one run');
    expect(axisOf(effects.slice(0, 2))).toContain('points; 95 % interval)');
    expect(axisOf(effects.slice(2, 3))).toContain('one run each: no interval');
  });

  test('a cell of the map is an ablation in a group', () => {
    const [cells] = map.data;
    expect(cells).toMatchObject({ x: ['all (9)', 'toned (9)'], y: ['better', 'without it'] });
    expect((cells!.z as number[][]).map((row) => row.map(Math.round))).toEqual([
      [3, 3],
      [-5, -5],
    ]);
  });

  test('bars show Hits@1 of each group with its number of links', () => {
    expect(bars.data.map(({ name }) => name)).toEqual(['psqe', 'better', 'without it']);
    expect(bars.data[0]).toMatchObject({ x: ['all<br>(9)', 'toned<br>(9)'], y: [0.5, 0.5] });
  });
});

test('degrees: the share of entities with at least so many triples', () => {
  const degrees = Int32Array.of(0, 1, 1, 4);
  const figure = degreeFigure(
    new Map([
      ['left', degrees],
      ['right', degrees],
    ]),
  );
  expect(schemaFaults(figure)).toEqual([]);
  expect(figure.data[0]).toMatchObject({ x: [1, 4], y: [0.75, 0.25] });
});

test('tenths: shares and precision of each set, gaps where it has hardly a seed', () => {
  const count = [10, 4, 0, 0, 0, 0, 0, 0, 0, 6];
  const share = count.map((n) => n / 20);
  const precision = [1, 0.75, null, null, null, null, null, null, null, 0.5];
  const figure = decileFigure(new Map([['pivot', { count, share, precision }]]), 'where seeds fall');
  expect(schemaFaults(figure)).toEqual([]);
  expect(figure.data.map(({ y }) => y)).toEqual([share, [1, ...new Array(8).fill(null), 0.5]]);
  expect(figure.layout.xaxis).toMatchObject({ type: 'category' });
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

test('rows of the gain study that are no seed sources take the colours that are left', () => {
  const names = ['pivot', 'reference', 'no-variants', 'links-50', 'truth30', 'no-flood'];
  const colours = coloursOf(names);
  expect(new Set(colours).size).toBe(names.length);
  for (const name of ['pivot', 'reference', 'truth30']) expect(colours[names.indexOf(name)]).toBe(colourOf(name, 7));
});

test('a legend of more than two rows gets room of its own under the title', () => {
  const figure = (names: readonly string[]) =>
    styled(
      'a title',
      names.map((name) => ({ type: 'bar', name, x: [1], y: [2] })),
      { width: 860 },
    ).layout as unknown as { height: number; margin: { t: number }; title: { y: number } };
  const few = figure(['a', 'b', 'c']);
  expect(few).toMatchObject({ height: 450, margin: { t: 96 }, title: { y: 1 - 18 / 450 } });
  const many = figure(Array.from({ length: 5 }, (_, i) => `${i} ${'long words '.repeat(3)}`));
  // Two columns of 35 letters fit into 772 pixels: three rows.
  expect(many).toMatchObject({ height: 470, margin: { t: 116 }, title: { y: 1 - 18 / 470 } });
});
