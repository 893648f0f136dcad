import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/kernel/test/build.js';
import { notebook } from '../../src/kernel/test/notebook.js';
import { findPython, NO_PYTHON } from '../../src/kernel/test/python.js';
import { findChromium, launch, NO_CHROMIUM } from './browser.js';
import { type Lab, startLab } from './lab.js';

const chromium = findChromium();
const python = findPython();
if (!chromium) console.warn(`test/browser: ${NO_CHROMIUM}`);
if (!python) console.warn(`test/browser: ${NO_PYTHON}`);

const shots = join(root, '.cache/browser');

const ESM = `
function render({ model, el }) {
  const button = document.createElement('button');
  button.className = 'counter';
  const show = () => { button.textContent = 'count ' + model.get('count') + ' of ' + model.get('bytes').byteLength; };
  button.onclick = () => { model.set('count', model.get('count') + 1); model.save_changes(); model.send({ clicked: true }); };
  model.on('change:count', show);
  show();
  el.append(button);
}
export default { render };`;

const CELLS = [
  `const counter = kernel.widget({ esm: ${JSON.stringify(ESM)}, css: '.counter { color: rgb(0, 114, 178); }', state: { count: 1, bytes: new Uint8Array(5) } });
counter.onMessage = (content) => { counter.set({ count: counter.state.count + 10 }); };
counter.onChange((names) => console.log(names.join(), counter.state.count));
counter`,
  `kernel.interact({ k: { min: 1, max: 20, value: 3 }, log: false, by: ['name', 'picture'] }, ({ k, log, by }) => ({
  data: [{ type: 'bar', x: Array.from({ length: k }, (_, i) => i), y: Array.from({ length: k }, (_, i) => (log ? Math.log1p(i) : i)) }],
  layout: { title: { text: k + ' by ' + by }, height: 260 },
}))`,
  'counter.state.count',
  `({ $schema: 'https://vega.github.io/schema/vega-lite/v6.json', data: { values: [{ a: 'x', b: 2 }, { a: 'y', b: 5 }] }, mark: 'bar', encoding: { x: { field: 'a' }, y: { field: 'b', type: 'quantitative' } } })`,
];

describe.skipIf(!chromium || !python)('widgets in JupyterLab', () => {
  let lab: Lab;
  let browser: Browser;
  let page: Page;
  const cell = (n: number) => page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell').nth(n);
  const shot = (name: string): Promise<unknown> => page.screenshot({ path: join(shots, `${name}.png`) });
  const idle = () => page.getByText('TypeScript | Idle').first().waitFor({ timeout: 60_000 });

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    lab = await startLab({ 'widgets.ipynb': notebook(CELLS) });
    browser = await launch(chromium!);
    page = await browser.newPage({ viewport: { width: 1200, height: 1100 } });
    await page.goto(lab.url('widgets.ipynb'));
    await idle();
    await page.locator('.lm-MenuBar-itemLabel', { hasText: /^Run$/ }).click();
    await page
      .locator('.lm-Menu-itemLabel', { hasText: /^Run All Cells$/ })
      .first()
      .click();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });

  test("a widget of one's own: state and messages both ways, style, what listeners print", async () => {
    const button = cell(0).locator('button.counter');
    await button.waitFor({ timeout: 60_000 });
    expect(await button.textContent()).toBe('count 1 of 5');
    expect(await button.evaluate((b) => getComputedStyle(b).color)).toBe('rgb(0, 114, 178)');
    await button.click();
    // The page counts one, the cell's handler ten.
    await cell(0).getByText('count 12 of 5').waitFor();
    await cell(0)
      .locator('pre', { hasText: /count 12\s*$/ })
      .first()
      .waitFor();
    await cell(2).locator('.jp-OutputArea-output', { hasText: /^1$/ }).first().waitFor();
  });

  test('interact: a slider that is moved draws the figure anew, in place', async () => {
    const bars = cell(1).locator('.bars .point');
    await expect.poll(() => bars.count(), { timeout: 30_000 }).toBe(3);
    const slider = cell(1).locator('input[type=range]');
    await slider.fill('6');
    await expect.poll(() => bars.count(), { timeout: 30_000 }).toBe(6);
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => bars.count(), { timeout: 30_000 }).toBe(7);
    await cell(1).locator('select').selectOption({ label: 'picture' });
    await cell(1).locator('.gtitle', { hasText: '7 by picture' }).waitFor();
    expect(await cell(1).locator('.js-plotly-plot').count()).toBe(1);
    await shot('8-widgets');
  });

  test('a Vega-Lite chart, of the newest schema too', async () => {
    await cell(3).locator('.vega-embed svg, .vega-embed canvas').first().waitFor({ timeout: 30_000 });
    await cell(3).scrollIntoViewIfNeeded();
    await shot('9-vega');
  });

  test('a page that is loaded anew shows the same models', async () => {
    await page.keyboard.press('Control+s');
    await page.waitForTimeout(1500);
    await page.reload();
    await idle();
    await cell(0).getByText('count 12 of 5').waitFor({ timeout: 60_000 });
    await cell(0).locator('button.counter').click();
    await cell(0).getByText('count 23 of 5').waitFor();
    await shot('10-reloaded');
  });
});
