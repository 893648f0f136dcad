import { Readable } from 'node:stream';
import * as Plot from '@observablehq/plot';
import * as flechette from '@uwdata/flechette';
import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { syncBundle } from '../user/bundle.js';
import { data, types } from './shown.js';

const { document } = parseHTML('<html><body></body></html>');
const spec = (schema: string): object => ({
  $schema: `https://vega.github.io/schema/${schema}.json`,
  data: { values: [{ a: 'A', b: 28 }] },
  mark: 'bar',
});

describe('drawings of libraries', () => {
  test.each([
    ['vega-lite/v4', 'application/vnd.vegalite.v4+json', '[Vega-Lite 4 chart]'],
    ['vega-lite/v5.8.0', 'application/vnd.vegalite.v5+json', '[Vega-Lite 5 chart]'],
    ['vega-lite/v6', 'application/vnd.vegalite.v5+json', '[Vega-Lite 6 chart]'],
    ['vega/v5', 'application/vnd.vega.v5+json', '[Vega 5 chart]'],
  ])('a %s specification, and what makes one', async (schema, type, text) => {
    const expected = { [type]: spec(schema), 'text/plain': text };
    expect(await data(spec(schema))).toEqual(expected);
    expect(await data({ toSpec: () => spec(schema) })).toEqual(expected);
  });

  test.each([
    { $schema: 'https://json-schema.org/draft/2020-12/schema' },
    { $schema: 5, mark: 'bar' },
    { toSpec: () => undefined },
    { toSpec: () => ({ name: 'left-pad' }) },
    { nodeType: 1, outerHTML: 7 },
    { outerHTML: '<b>' },
    { getContext: () => undefined, toDataURL: () => 'data:,' },
    { numRows: 2, get: (): void => {} },
    { numRows: 2, get: (): void => {}, schema: { fields: [{ name: 'a' }] } },
    new Blob(['text'], { type: 'text/plain' }),
  ])('what is none of them is shown as any value: %o', async (value) => {
    expect(await types(value)).toEqual(['text/plain']);
  });

  test("Observable Plot's SVG: in the page, and as a file of its own", async () => {
    const plot = Plot.plot({ document, marks: [Plot.dot([[1, 2]])] } as Plot.PlotOptions);
    const shown = await data(plot);
    expect(Object.keys(shown).sort()).toEqual(['image/svg+xml', 'text/html', 'text/plain']);
    expect(shown['text/html']).toBe(plot.outerHTML);
    expect(shown['image/svg+xml']).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /);
    // An SVG that is no XML would be an empty frame.
    const { width, height } = await sharp(Buffer.from(shown['image/svg+xml'])).metadata();
    expect([width, height]).toEqual([640, 400]);
    expect((await data(Plot.plot({ document, title: 'Seeds' } as Plot.PlotOptions)))['text/html']).toMatch(/^<figure/);
  });

  test('an element: its HTML, and its text for who has no page', async () => {
    const list = document.createElement('ul');
    list.innerHTML = '<li>a &lt; b</li>';
    expect(await data(list)).toEqual({ 'text/html': '<ul><li>a &lt; b</li></ul>', 'text/plain': 'a &lt; b' });
  });

  test('a canvas, by what canvases have in common', async () => {
    const canvas = { width: 3, height: 2, getContext: () => undefined, toDataURL: () => 'data:image/png;base64,iVBO' };
    expect(await data(canvas)).toEqual({ 'image/png': 'iVBO', 'text/plain': '[canvas, 3 × 2]' });
  });
});

describe('Arrow tables', () => {
  const day = new Date('2026-02-03T00:00:00Z');

  test('of apache-arrow: times, lists, structs, nothing', async () => {
    const table = arrow.tableFromJSON([
      { name: '<i>', n: 1.5, when: day, list: [1, 2], inner: { a: 1 } },
      { name: null, n: 2, when: null, list: null, inner: null },
    ]);
    const { 'text/html': html, 'text/plain': text } = await data(table);
    expect(html).toContain('<th>name</th><th>n</th><th>when</th><th>list</th><th>inner</th>');
    expect(html).toContain('<td>&lt;i&gt;</td><td style="text-align:right">1.5</td><td>2026-02-03T00:00:00.000Z</td>');
    expect(html).toContain('<td>[1,2]</td><td>{&quot;a&quot;: 1}</td>');
    expect(html).toContain('<tr><td></td><td style="text-align:right">2</td><td></td><td></td><td></td></tr>');
    expect(text.split('\n')[0]).toMatch(/^name\s+n\s+when\s+list\s+inner$/);
  });

  test.each([32, 64, 128, 256] as const)(
    'decimals of %d bits have all digits, their sign and the point',
    async (bits) => {
      const integer = fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n });
      await fc.assert(
        fc.asyncProperty(fc.array(integer, { minLength: 1, maxLength: 4 }), fc.nat(9), async (values, scale) => {
          const words = Array.from({ length: bits / 32 }, (_, w) => BigInt(32 * w));
          const stored = values.flatMap((value) => words.map((by) => Number(BigInt.asUintN(32, value >> by))));
          const type = new arrow.Decimal(scale, 9, bits);
          const column = arrow.makeData({ type, length: values.length, data: Uint32Array.from(stored) });
          const { 'text/html': html } = await data(new arrow.Table({ n: arrow.makeVector(column) }));
          const { document: page } = parseHTML(html);
          const shown = Array.from(page.querySelectorAll('td'), (cell) => cell.textContent!);
          expect(shown.map((text) => text.split('.')[1]?.length ?? 0)).toEqual(values.map(() => scale));
          expect(shown.map((text) => BigInt(text.replace('.', '')))).toEqual(values);
        }),
      );
    },
  );

  test('of flechette, and long ones cut with a note', async () => {
    const table = flechette.tableFromArrays({
      n: Array.from({ length: 1000 }, (_, i) => i),
      when: Array(1000).fill(day),
    });
    const shown = await data(table);
    expect(shown['text/html'].match(/<tr>/g)).toHaveLength(31);
    expect(shown['text/html']).toContain('<td style="text-align:right">29</td><td>2026-02-03T00:00:00.000Z</td>');
    expect(shown['text/plain']).toMatch(/\(30 of 1,000 rows\)$/);
  });

  test('any column of text arrives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), async (words) => {
        const { 'text/html': html } = await data(arrow.tableFromArrays({ words }));
        const { document: page } = parseHTML(html);
        expect(Array.from(page.querySelectorAll('td'), (cell) => cell.textContent)).toEqual(words);
      }),
    );
  });
});

describe('images and streams', () => {
  const red = sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } });

  test('a pipeline of sharp, a Blob, an ArrayBuffer: the picture', async () => {
    const png = await red.clone().png().toBuffer();
    const buffer = png.buffer.slice(png.byteOffset, png.byteOffset + png.length);
    for (const value of [red, new Blob([png], { type: 'image/png' }), buffer, png]) {
      const { 'image/png': shown } = await data(value);
      expect(await sharp(Buffer.from(shown, 'base64')).metadata()).toMatchObject({ width: 3, height: 2 });
    }
  });

  test('one that cannot be made is an error that says why; display() says how to wait', async () => {
    await expect(data(sharp('nowhere.png'))).rejects.toThrow('Input file is missing: nowhere.png');
    expect(() => syncBundle(red, () => ({ data: '{}', metadata: '{}', text: '' }))).toThrow('must be waited for');
  });

  test('a stream is not read, and says so', async () => {
    const readable = Readable.from(['a', 'b']);
    const web = new ReadableStream({ start: (c) => c.enqueue('a') });
    expect(await data(readable)).toEqual({
      'text/plain': '[Readable, not read: for await (const piece of stream) console.log(piece)]',
    });
    expect((await data(web))['text/plain']).toContain('[ReadableStream, not read');
    expect(await readable.toArray()).toEqual(['a', 'b']);
    expect((await web.getReader().read()).value).toBe('a');
    expect((await data(sharp()))['text/plain']).toContain('[Sharp, not read');
  });
});
