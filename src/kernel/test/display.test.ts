import * as tf from '@tensorflow/tfjs';
import * as aq from 'arquero';
import * as dfd from 'danfojs-node';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { toBundle } from '../user/bundle.js';
import { consoleTable } from '../user/table.js';
import { data, types } from './shown.js';

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
