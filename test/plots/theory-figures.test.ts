import { describe, expect, test } from 'vitest';
import {
  anchorFigure,
  type Figure,
  gradientPartsFigure,
  pullFigure,
  regionPullFigure,
  secondTermFigure,
  sliderFigure,
} from '../../src/plots/index.js';
import { gradientAccount, keptPull, measurePull, pullCurve } from '../../src/theory/index.js';
import { plantedSpace } from '../support/planted-space.js';
import { schemaFaults, sliderPositions } from '../support/plotly.js';

const spaces = [0.4, 0.8].map((separation) => plantedSpace({ entities: 120, regions: 3, separation }));
const planted = spaces[1]!;
const accounts = [0.1, 0.5].map((temperature) => gradientAccount(planted, { temperature, batch: 32 }));
const small = { batch: 32, draws: 4 };
const frames = spaces.map((each, i) => ({
  label: `space ${i}`,
  curves: {
    near: pullCurve(each, [0, 0.5, 1], { ...small, wrong: 'near' }),
    far: pullCurve(each, [0, 0.5, 1], { ...small, wrong: 'far' }),
  },
}));
const byRegion = measurePull(planted, { ...small, precision: [0.9, 0.5, 0.1] });
const kept = keptPull(planted, 'near').regions;
const lines = ['graph', 'batch'].map((name) => ({ name, points: [{ temperature: 0.1, second: byRegion.second }] }));

type Slider = { active: number; steps: { label: string; args: [{ visible: boolean[] }] }[] };
const sliderOf = ({ layout }: Figure) => (layout.sliders as unknown as Slider[])[0]!;

const figures: [string, () => Figure][] = [
  ['anchors', () => anchorFigure(accounts)],
  ['parts of the gradient', () => gradientPartsFigure(accounts)],
  ['pull', () => pullFigure(frames, 'separation')],
  ['pull by region', () => regionPullFigure(byRegion, kept)],
  ['second term', () => secondTermFigure(lines)],
];

describe.each(figures)('%s', (_, make) => {
  const figure = make();
  test('plotly.js knows every key and value', () => expect(sliderPositions(figure).flatMap(schemaFaults)).toEqual([]));
  test('survives JSON, and making it again gives the same', () => {
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(make()).toEqual(figure);
  });
  test('has titles on figure and axes', () => {
    const { title, xaxis, yaxis } = figure.layout as Record<string, { title?: { text: string } | { text: string } }>;
    for (const text of [(title as { text?: string }).text, xaxis?.title?.text, yaxis?.title?.text])
      expect(text).toMatch(/\w{3}/);
  });
});

test('a slider shows one position at a time, and each trace belongs to one', () => {
  const figure = pullFigure(frames, 'separation');
  const { active, steps } = sliderOf(figure);
  expect(figure.data.map(({ visible }) => visible)).toEqual(steps[active]!.args[0].visible);
  expect(steps.map(({ label }) => label)).toEqual(['space 0', 'space 1']);
  figure.data.forEach((_, trace) => {
    expect(steps.filter(({ args }) => args[0].visible[trace])).toHaveLength(1);
  });
});

test('the slider starts where it is told, with positions of different sizes too', () => {
  const dot = { type: 'scatter', x: [1], y: [1] } as const;
  const figure = sliderFigure(
    't',
    [
      { label: 'a', data: [dot, dot] },
      { label: 'b', data: [dot, dot, dot] },
    ],
    {
      name: 'n',
      start: 1,
      layout: {},
    },
  );
  expect(figure.data.map(({ visible }) => visible)).toEqual([false, false, true, true, true]);
  expect(sliderPositions(figure).flatMap(schemaFaults)).toEqual([]);
});

test('points are the measured means and lines the predictions', () => {
  const { data } = pullFigure(frames, 'separation');
  const [line, dots] = data.slice(8);
  const near = frames[1]!.curves.near;
  expect(line!.y).toEqual(near.map(({ plain }) => plain.predicted));
  expect(dots!.y).toEqual(near.map(({ plain }) => plain.measured.mean));
  const [, plain] = regionPullFigure(byRegion, kept).data;
  expect(plain!.x).toEqual(byRegion.regions.map((r) => r!.plain.predicted));
  const anchors = anchorFigure(accounts)
    .data.filter(({ visible, mode }) => visible && mode === 'markers')
    .flatMap(({ x }) => x as number[]);
  expect(anchors.sort()).toEqual(accounts[0]!.anchors.map(({ attraction }) => attraction).sort());
});

test('no anchor is below the line of no loss', () => {
  const shown = anchorFigure(accounts).data.filter(({ visible }) => visible);
  const line = shown.find(({ name }) => name === 'no loss')!;
  expect(line.y).toEqual((line.x as number[]).map((x) => -x));
  for (const { x, y } of shown.filter(({ mode }) => mode === 'markers'))
    for (const [i, repulsion] of (y as number[]).entries())
      expect(repulsion).toBeGreaterThanOrEqual(-(x as number[])[i]!);
});
