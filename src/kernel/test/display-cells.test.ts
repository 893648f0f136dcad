import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PLOTLY } from '../user/plotly.js';
import { Client } from './client.js';

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
