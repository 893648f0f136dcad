import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitFigure, PLOTLY, plotlyBundle } from '../user/plotly.js';
import { marksOf, thinFigure } from '../user/thin.js';
import type { Content } from './client.js';
import { data, types } from './shown.js';

describe('Plotly figures', () => {
  test('typed arrays become lists, and the figure says what it is as text', async () => {
    const shown = await data({
      data: [{ type: 'scatter', x: new Float32Array([1, 2]), y: Float64Array.of(0.5, Number.NaN) }],
      layout: {},
    });
    expect(shown[PLOTLY].data[0]).toEqual({
      type: 'scatter',
      x: [1, 2],
      y: [0.5, null],
    });
    expect(shown['text/plain']).toBe('[Plotly figure: scatter]');
  });

  test.each<[string, unknown]>([
    ['numbers', { data: [1, 2] }],
    ['rows', { data: [{ a: 1 }] }],
    ['nothing', { data: [] }],
    ['points of somebody else', { data: [{ type: 'point', x: 1, y: 2 }] }],
    ['points with lists', { data: [{ type: 'point', x: [1], y: [2] }] }],
    [
      'one wrong trace',
      {
        data: [
          { type: 'bar', x: [1] },
          { type: 'point', x: [1] },
        ],
        layout: {},
      },
    ],
    ['users beside a layout', { data: [{ id: 1, name: 'Ada' }], layout: { columns: 2 } }],
    ['a page of pictures', { data: [{ type: 'image', url: 'a.png' }], layout: { columns: 2 } }],
    ['an answer of a service', { data: [], layout: {}, total: 0 }],
    ['a BigInt to draw', { data: [{ type: 'bar', x: [1n], y: [2] }] }],
  ])('other objects with data are no figures: %s', async (_, value) => {
    expect(await types(value)).toEqual(['text/plain']);
  });

  test.each<[string, unknown]>([
    ['a scatter without a type', { data: [{ x: [1], y: [2] }], layout: {} }],
    ['no layout', { data: [{ type: 'pie', values: [1], labels: ['a'] }] }],
    ['a layout alone', { data: [], layout: { title: { text: 'soon' } } }],
    ['a table', { data: [{ type: 'table', cells: { values: [[1]] } }], layout: {} }],
    ['an indicator', { data: [{ type: 'indicator', value: 3 }], layout: {} }],
    ['with more beside it', { data: [{ type: 'bar', x: [1] }], layout: {}, name: 'mine' }],
  ])('figures: %s', async (_, value) => {
    expect(await types(value)).toEqual([PLOTLY, 'text/plain']);
  });

  test('a figure that says nothing of its looks has no ground of its own; one that does keeps its looks', async () => {
    const layout = async (own: object) => (await data({ data: [{ type: 'bar', x: [1] }], layout: own }))[PLOTLY].layout;
    expect((await layout({ height: 5 })).template.layout).toMatchObject({ paper_bgcolor: 'rgba(0,0,0,0)' });
    for (const own of [{ template: { layout: {} } }, { paper_bgcolor: '#fff' }]) expect(await layout(own)).toEqual(own);
  });

  test('thinning keeps lists along the points together and the number of points under the limit', () => {
    const size = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 500 }), (n, limit) => {
        const x = Array.from({ length: n }, (_, i) => i);
        const y = x.map((v) => v * 2);
        const marker = { color: Float32Array.from(x), size: 3 };
        const figure = { data: [{ type: 'scattergl', x, y, marker, text: x.map(String) }], layout: { a: [1, 2] } };
        const thin = thinFigure(figure, limit);
        const [trace] = thin.figure!.data as Content[];
        expect(trace.x.length).toBeLessThanOrEqual(Math.max(limit, 1));
        trace.x.forEach((v: number, i: number) => {
          expect([trace.y[i], trace.marker.color[i], trace.text[i]]).toEqual([v * 2, v, String(v)]);
        });
        expect(thin.note === undefined).toBe(n <= limit);
        expect(trace.marker.size).toBe(3);
        expect(figure.data[0]!.x).toHaveLength(n);
      }),
      { numRuns: 50 },
    );
  });

  test('of a grid every n-th row and column is kept, with its sides', () => {
    const side = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 2000 }), (rows, columns, limit) => {
        const z = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => 100 * r + c));
        const x = Array.from({ length: columns }, (_, c) => c);
        const y = Array.from({ length: rows }, (_, r) => 100 * r);
        const { figure } = thinFigure({ data: [{ type: 'heatmap', z, x, y }] }, limit);
        const [trace] = figure!.data as Content[];
        // Rounding up leaves at most one more row and one more column than the limit has room for.
        expect(marksOf(trace)).toBeLessThanOrEqual(limit + rows + columns);
        expect([trace.z.length, trace.z[0].length]).toEqual([trace.y.length, trace.x.length]);
        trace.z.forEach((row: number[], r: number) => {
          expect(row).toEqual(trace.x.map((c: number) => trace.y[r] + c));
        });
      }),
    );
  });

  test('a large figure says, in the plot and as text, that it is thinned', async () => {
    const shown = await data({
      data: [{ type: 'scatter', x: new Float32Array(500_000), y: [] }],
      layout: { height: 300 },
    });
    expect(shown['text/plain']).toBe('[Plotly figure: scatter]\n[figure thinned: 1 in 3 of 500,000 points is drawn]');
    const { layout, data: traces } = shown[PLOTLY];
    expect(layout).toMatchObject({
      height: 300,
      annotations: [{ text: expect.stringContaining('1 in 3 of 500,000') }],
    });
    expect(traces[0].x).toHaveLength(166_667);
  });

  test('markers of their own count more than the points of a line', () => {
    const figure = (mode: string) => ({ data: [{ type: 'scatter', mode, x: new Array(1000).fill(0) }] });
    expect(thinFigure(figure('lines'), 1000).note).toBeUndefined();
    expect(thinFigure(figure('markers'), 1000).note).toContain('1 in 4 of 1,000');
  });

  test('where nothing can be thinned, the picture beside the figure is shown, or a note', () => {
    const bundle = plotlyBundle({ data: [{ type: 'bar', x: new Array(60_000).fill(1), y: [] }] });
    expect(fitFigure(bundle)).toEqual({
      'text/plain': '[Plotly figure: bar]\n[figure not shown: 60,000 points are more than a page can draw]',
    });
    expect(fitFigure({ ...bundle, 'image/png': 'iVBO' })).toEqual({
      'image/png': 'iVBO',
      'text/plain': expect.stringContaining('[figure shown as a picture: 60,000 points'),
    });
    // A histogram draws a few bars, however many its values.
    const histogram = plotlyBundle({ data: [{ type: 'histogram', x: new Array(300_000).fill(1) }] });
    expect(fitFigure(histogram)).toHaveProperty([PLOTLY]);
  });
});
