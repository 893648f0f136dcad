import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as aq from 'arquero';
import * as dfd from 'danfojs-node';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBundle } from '../user/bundle.js';
import { fitFigure, PLOTLY, plotlyBundle } from '../user/plotly.js';
import { consoleTable } from '../user/table.js';
import { marksOf, thinFigure } from '../user/thin.js';
import { Client, type Content } from './client.js';

const data = async (value: unknown): Promise<Record<string, Content>> => JSON.parse((await toBundle(value))!.data);
const types = async (value: unknown): Promise<string[]> => Object.keys(await data(value)).sort();

describe('what is shown of a value', () => {
  test('a method Symbol.for("Jupyter.display"), async or not; bytes become base64, lines one text', async () => {
    const shown = { 'text/html': ['<b>x', '</b>'], 'image/png': new Uint8Array([1, 2, 3]) };
    for (const method of [() => shown, async () => shown])
      expect(await data({ [Symbol.for('Jupyter.display')]: method })).toEqual({
        'text/html': '<b>x</b>',
        'image/png': 'AQID',
        'text/plain': 'x',
      });
  });

  // In a notebook file only `application/…json` may be other than text (nbformat's schema).
  test.each<[string, unknown, string]>([
    [
      'a number',
      { 'image/png': 12 },
      'The value shown as "image/png" is a text or bytes (Uint8Array), but it is of type number.',
    ],
    ['null', { 'text/html': null }, '"text/html" is a text or bytes (Uint8Array), but it is null.'],
    ['an object, where only text is allowed', { 'model/gltf+json': {} }, '"model/gltf+json" is a text'],
    [
      'a BigInt',
      { 'application/json': { a: [10n] } },
      '"application/json" cannot become JSON: Do not know how to serialize a BigInt',
    ],
    [
      'a function',
      { 'application/vnd.x+json': () => 1 },
      '"application/vnd.x+json" cannot become JSON: it is of type function',
    ],
    ['no MIME type', { html: '<b>' }, '"html" is no MIME type'],
    [
      'a text instead of a bundle',
      '<b>',
      'answers with a MIME bundle, such as { "text/html": "<b>1</b>" }, not with string',
    ],
    ['nothing', undefined, 'not with undefined'],
  ])('a display method that answers with %s is an error that says so', async (_, answer, message) => {
    await expect(toBundle({ [Symbol.for('Jupyter.display')]: () => answer })).rejects.toThrow(message);
  });

  test('a circle in JSON is named too', async () => {
    const round: Record<string, unknown> = {};
    round.round = round;
    await expect(toBundle({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': round }) })).rejects.toThrow(
      '"application/json" cannot become JSON: it goes round in a circle',
    );
  });

  test('a bundle is a plain object whose keys are all real MIME types, with values that a notebook holds', async () => {
    expect(await types({ 'text/plain': 'a', 'application/vnd.plotly.v1+json': {} })).toHaveLength(2);
    expect(await data({ 'image/svg+xml': Buffer.from('<svg>é</svg>') })).toEqual({
      'image/svg+xml': '<svg>é</svg>',
      'text/plain': '[image/svg+xml]',
    });
    class Special {
      'text/html' = '<b>';
    }
    const round: Record<string, unknown> = {};
    round['application/json'] = round;
    const others = [
      { 'src/main.ts': 120, 'src/cli.ts': 40 },
      { 'km/h': 12.5 },
      { 'a/b': 10n },
      { 'text/html': 3, 'image/png': 12 },
      { 'application/json': 10n },
      { 'model/gltf+json': {} },
      { 'text/html': 'a', length: 1 },
      round,
      new Special(),
    ];
    for (const value of others) {
      expect(await types(value)).toEqual(['text/plain']);
      expect((await data(value))['text/plain']).toContain(Object.keys(value)[0]);
    }
    const words = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}(\/[a-z]{1,4})?$/), fc.anything());
    await fc.assert(
      fc.asyncProperty(words, async (o) => {
        expect(await types(o)).toEqual(['text/plain']);
      }),
    );
  });

  test('what cannot be printed is a text all the same', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(await types(proxy)).toEqual(['text/plain']);
    const angry = {
      [Symbol.for('nodejs.util.inspect.custom')]: () => {
        throw new Error('no');
      },
      a: 1,
    };
    expect((await data(angry))['text/plain']).toContain('a: 1');
    const everything = new Proxy({}, { get: () => () => undefined });
    expect(await types(everything)).toEqual(['text/plain']);
  });

  test('an arquero table: HTML and text, cut with a note', async () => {
    const table = aq.table({
      name: Array.from({ length: 100 }, (_, i) => `<${i}>`),
      value: Array.from({ length: 100 }, (_, i) => i / 3),
    });
    const shown = await data(table);
    expect(shown['text/html']).toContain('<td>&lt;0&gt;</td><td style="text-align:right">0</td>');
    expect(shown['text/html']).toContain('0.333333');
    expect(shown['text/html']).toContain('30 of 100 rows');
    expect(shown['text/plain'].split('\n')[0]).toBe('name  value');
  });

  test('a danfojs DataFrame and Series', async () => {
    const frame = new dfd.DataFrame([
      { a: 1, b: 'x' },
      { a: 2.5, b: '<y>' },
    ]);
    const shown = await data(frame);
    expect(shown['text/html']).toContain('<th></th><th>a</th><th>b</th>');
    expect(shown['text/html']).toContain('<td style="text-align:right">2.5</td><td>&lt;y&gt;</td>');
    const series = await data(new dfd.Series([7, 8], { index: ['p', 'q'] }));
    expect(series['text/html']).toContain('<td>q</td><td style="text-align:right">8</td>');
    const long = await data(new dfd.DataFrame(Array.from({ length: 1234 }, (_, i) => [i, i * i])));
    expect(long['text/html'].match(/<tr>/g)).toHaveLength(31);
    expect(long['text/plain']).toMatch(/\(30 of 1,234 rows\)$/);
  });

  test('a tensor, also when disposed', async () => {
    const tensor = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    expect((await data(tensor))['text/plain']).toMatch(/^Tensor float32 \[2, 2\]\n\s*\[\[1, 2\],\s+\[3, 4\]\]/);
    tensor.dispose();
    expect((await data(tensor))['text/plain']).toBe('Tensor float32 [2, 2] (disposed)');
  });

  test('the bytes of an image', async () => {
    for (const type of ['png', 'jpeg', 'gif', 'webp'] as const) {
      const bytes = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
        .toFormat(type)
        .toBuffer();
      expect((await data(bytes))[`image/${type}`]).toBe(bytes.toString('base64'));
    }
    expect(Object.keys(await data(new Uint8Array([1, 2])))).toEqual(['text/plain']);
  });

  test('text is cut, and what is too large is left out with a note', async () => {
    expect((await data(new Float64Array(10_000)))['text/plain']).toContain('9900 more items');
    const huge = await data({ 'text/html': 'x'.repeat(25 * 2 ** 20), 'text/plain': 'short' });
    expect(huge).toEqual({ 'text/plain': 'short\n[text/html left out: 25 MB is more than a notebook can hold]' });
  });

  test('console.table as a table', () => {
    const shown = consoleTable([{ a: 1, b: '<i>' }, { a: 2 }])!;
    expect(shown['text/html']).toContain('<td>&lt;i&gt;</td>');
    expect(shown['text/plain']).toContain('│ (index) │');
    expect(consoleTable(5)).toBeUndefined();
  });
});

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

describe('through the kernel', () => {
  let kernel: Client;
  beforeAll(async () => {
    kernel = await Client.start();
  });
  afterAll(() => kernel.stop());

  test('display, update in place from a later cell, clear', async () => {
    const first = await kernel.execute(
      'const bar = display.html("<b>0</b>"); bar.update({ "text/html": "<b>1</b>" });',
    );
    const [shown] = first.of('display_data');
    expect(shown.data['text/html']).toBe('<b>0</b>');
    expect(first.of('update_display_data')[0]).toMatchObject({
      data: { 'text/html': '<b>1</b>' },
      transient: shown.transient,
    });
    const later = await kernel.execute('bar.update([1, 2])');
    expect(later.of('update_display_data')[0].data['text/plain']).toBe('[ 1, 2 ]');
    expect((await kernel.execute('display.clear()')).of('clear_output')).toEqual([{ wait: false }]);
  });

  test('text and displays keep their order', async () => {
    const { outputs } = await kernel.execute('console.log("a"); display.markdown("b"); console.log("c"); 4');
    expect(outputs.slice(1).map((m) => m.header.msg_type)).toEqual([
      'stream',
      'display_data',
      'stream',
      'execute_result',
    ]);
  });

  test('a cell shows twenty live figures, then pictures or notes', async () => {
    const { of } = await kernel.execute(`for (let i = 0; i < 22; i++)
  display({ 'application/vnd.plotly.v1+json': { data: [], layout: {} }, ...(i === 20 ? { 'image/png': 'iVBO' } : {}) });`);
    const shown = of('display_data').map((o) => Object.keys(o.data));
    expect(shown.slice(0, 20)).toEqual(new Array(20).fill([PLOTLY, 'text/plain']));
    expect(shown.slice(20)).toEqual([['image/png', 'text/plain'], ['text/plain']]);
    expect((await kernel.execute('display({ data: [], layout: {} })')).of('display_data')[0].data).toHaveProperty([
      PLOTLY,
    ]);
  });

  test('tables and tensors made in a cell, by the libraries themselves', async () => {
    const shown = async (code: string) => (await kernel.execute(code)).of('execute_result')[0].data;
    expect(
      await shown(
        "import * as aq from 'arquero'; aq.table({ n: [1, 2] }).derive({ m: aq.escape((d: any) => d.n * 2) })",
      ),
    ).toMatchObject({
      'text/plain': 'n  m\n1  2\n2  4',
      'text/html': expect.stringContaining('<th>m</th>'),
    });
    expect(await shown("import { DataFrame } from 'danfojs-node'; new DataFrame({ a: [1, 2] })")).toMatchObject({
      'text/html': expect.stringContaining('<th>a</th>'),
    });
    expect(await shown("import * as tf from '@tensorflow/tfjs'; tf.ones([2])")).toEqual({
      'text/plain': expect.stringMatching(/^Tensor float32 \[2\]\n\s*\[1, 1\]/),
    });
  });

  test('an image from a file, with its size on the screen; HTML, Markdown, LaTeX, JSON', async () => {
    const file = join(tmpdir(), `kernel-dot-${process.pid}.svg`);
    writeFileSync(file, '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const { of } = await kernel.execute(`display.image(${JSON.stringify(file)}, { width: 20 });
display.html('<i>a</i>'); display.markdown('*b*'); display.latex('$c$'); display.json({ d: 1 });`);
    rmSync(file);
    const [image, ...texts] = of('display_data');
    expect(image.data['image/svg+xml']).toContain('<svg');
    expect(image.metadata).toEqual({ 'image/svg+xml': { width: 20 } });
    expect(texts.map((t) => t.data)).toEqual([
      { 'text/html': '<i>a</i>', 'text/plain': 'a' },
      { 'text/markdown': '*b*', 'text/plain': '*b*' },
      { 'text/latex': '$c$', 'text/plain': '$c$' },
      { 'application/json': { d: 1 }, 'text/plain': '{\n  "d": 1\n}' },
    ]);
    expect((await kernel.execute("display.image('no-such-file.png')")).reply.evalue).toContain('no-such-file.png');
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the text of cells
  test('templates for HTML, Markdown and SVG: values, escaped, lists and templates in them', async () => {
    const shown = async (code: string) => (await kernel.execute(code)).of('execute_result')[0].data;
    expect(
      await shown(
        'const { html, md, svg } = kernel; const names = ["<a>", "b&c"]; html`<ul>${names.map((n) => html`<li>${n}</li>`)}${null}</ul>`',
      ),
    ).toEqual({ 'text/html': '<ul><li>&lt;a&gt;</li><li>b&amp;c</li></ul>', 'text/plain': '&lt;a&gt;b&amp;c' });
    expect(await shown('md`**${names[0]}**\\n`')).toEqual({ 'text/markdown': '**<a>**\n', 'text/plain': '**<a>**\n' });
    expect(await shown('svg`<svg xmlns="http://www.w3.org/2000/svg" width="${20 + 1}"/>`')).toHaveProperty([
      'image/svg+xml',
    ]);
    expect(await kernel.value('String(html`<b>${1}</b>`)')).toBe("'<b>1</b>'");
  });

  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the text of cells

  test('libraries find the kernel without importing it', async () => {
    expect(await kernel.value('typeof (globalThis as any)[Symbol.for("typescript-kernel")].display')).toBe(
      "'function'",
    );
  });

  test('a display method that throws is an error of the cell', async () => {
    const { reply } = await kernel.execute(
      '({ [Symbol.for("Jupyter.display")]() { throw new Error("no picture"); } })',
    );
    expect(reply).toMatchObject({ status: 'error', evalue: 'no picture' });
  });
});
