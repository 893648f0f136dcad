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

/** Screenshots of every step, to look at. */
const shots = join(root, '.cache/browser');

const CELLS = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a cell, which the kernel runs
  'const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));\nconst bar = display.html("<progress id=\'bar\' max=5 value=0></progress>");\nfor (let i = 1; i <= 5; i++) { await sleep(150); bar.update({ "text/html": `<progress id=\'bar\' max=5 value=${i}></progress>` }); }',
  'interface Seeds { precision: number; recall: number }\nconst seeds: Seeds[] = [{ precision: 0.19, recall: 0.05 }, { precision: 0.74, recall: 0.2 }];\nconsole.table(seeds);',
  '({ data: [{ type: "bar", x: ["pivot", "PSQE"], y: seeds.map((s) => s.precision) }], layout: { title: { text: "Precision of seeds" }, height: 300 } })',
  'display.markdown("A **formula**: $e^{i\\\\pi} = -1$")',
  'function deep(list: number[]): number {\n  if (list.length === 0) throw new RangeError("no seeds left");\n  return deep(list.slice(1));\n}\ndeep([1, 2]);',
];

/** More than a page can draw, and tables, to be looked at in the dark theme. */
const LARGE = [
  'const n = 120_000;\nconst walk = Float64Array.from({ length: n }, (_, i) => Math.sin(i / 5000) + Math.sin(i * i));\n({ data: [{ type: "scatter", mode: "markers", x: walk.map((_, i) => i), y: walk, marker: { size: 2 } }], layout: { title: { text: "A long walk" }, height: 320 } })',
  'display({ "application/vnd.plotly.v1+json": { data: [{ type: "bar", x: [...walk], y: [...walk] }], layout: {} }, "text/plain": "[bars]" });',
  'const wrong: string = walk.length;',
];

/** Contrast of each text in an element with what is behind it (WCAG 2.2), 1 to 21. */
function contrasts(element: Element): number[] {
  type Colour = [number, number, number, number];
  const parse = (css: string): Colour => {
    const [r, g, b, a = 1] = css.match(/[\d.]+/g)!.map(Number);
    return [r!, g!, b!, a];
  };
  const ground = (node: Element | null): Colour => {
    if (!node) return [255, 255, 255, 1];
    const own = parse(getComputedStyle(node).backgroundColor);
    if (own[3] === 1) return own;
    const behind = ground(node.parentElement);
    return [...[0, 1, 2].map((i) => own[i]! * own[3] + behind[i]! * (1 - own[3])), 1] as Colour;
  };
  const light = (colour: Colour): number => {
    const [r, g, b] = colour.slice(0, 3).map((c) => (c <= 10.3 ? c / 3295 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! + 0.05;
  };
  const leaves = [element, ...Array.from(element.querySelectorAll('*'))].filter((node) =>
    Array.from(node.childNodes).some((child) => child.nodeType === 3 && child.textContent!.trim() !== ''),
  );
  return leaves.map((node) => {
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
    return Math.max(a, b) / Math.min(a, b);
  });
}

describe.skipIf(!chromium || !python)('JupyterLab', () => {
  let lab: Lab;
  let browser: Browser;
  let page: Page;
  const shot = (name: string): Promise<unknown> => page.screenshot({ path: join(shots, `${name}.png`) });
  const cell = (n: number) => page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell').nth(n);
  const output = (n: number) => cell(n).locator('.jp-OutputArea-output');
  const idle = () => page.getByText('TypeScript | Idle').first().waitFor({ timeout: 60_000 });
  const menu = async (name: string, item: string): Promise<void> => {
    await page.locator('.lm-MenuBar-itemLabel', { hasText: new RegExp(`^${name}$`) }).click();
    await page
      .locator('.lm-Menu-itemLabel', { hasText: new RegExp(`^${item}$`) })
      .first()
      .click();
  };

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    lab = await startLab({ 'a b.ipynb': notebook(CELLS), 'large.ipynb': notebook(LARGE) });
    browser = await launch(chromium!);
    page = await browser.newPage({ viewport: { width: 1300, height: 1500 } });
    await page.goto(lab.url('a b.ipynb'));
    await idle();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });

  test('run all: progress moves in place, tables, a drawn chart, mathematics, a traceback', async () => {
    await menu('Run', 'Run All Cells');
    const seen = new Set<string>();
    await page.waitForSelector('#bar');
    while (!seen.has('5')) seen.add((await page.locator('#bar').getAttribute('value')) ?? '');
    expect(seen.size).toBeGreaterThan(2);
    expect(await output(0).count()).toBe(1);
    await cell(2).locator('.js-plotly-plot .bars .point').nth(1).waitFor();
    expect(await cell(2).locator('.gtitle').textContent()).toBe('Precision of seeds');
    expect(await output(1).locator('td').allTextContents()).toEqual(['0', '0.19', '0.05', '1', '0.74', '0.2']);
    await output(3).locator('mjx-container').first().waitFor();
    const trace = await output(4).first().textContent();
    expect(trace).toMatch(/RangeError: no seeds left[\s\S]*> 2 \|[\s\S]*at deep \(In\[5\]:2:/);
    await shot('1-run-all');
  });

  test('the settings of "npm run lab": completion has ten seconds', async () => {
    const { origin, searchParams } = new URL(lab.url('a b.ipynb'));
    const settings = `lab/api/settings/@jupyterlab/completer-extension:manager?token=${searchParams.get('token')}`;
    const { schema } = await (await fetch(`${origin}/${settings}`)).json();
    expect(schema.properties.providerTimeout.default).toBe(10_000);
  });

  test('completion and inspection', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    await page.keyboard.type('seeds[0].');
    await page.keyboard.press('Tab');
    const item = page.locator('.jp-Completer-item', { hasText: 'precision' }).first();
    await item.waitFor();
    await shot('2-completion');
    await page.keyboard.type('prec');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.locator('.jp-Tooltip', { hasText: 'Seeds.precision: number' }).waitFor();
    await shot('3-inspection');
    await page.keyboard.press('Escape');
  });

  test('the stop button interrupts, and the variables stay', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    await page.keyboard.type('console.log("begun"); for (;;) ;', { delay: 5 });
    await page.keyboard.press('Control+Enter');
    await page.getByText('begun', { exact: true }).first().waitFor();
    await page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
    await page.getByText('KeyboardInterrupt').first().waitFor({ timeout: 5000 });
    await shot('4-interrupted');
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a cell, which the kernel runs
    await page.keyboard.type('`kept ${seeds.length}`');
    await page.keyboard.press('Control+Enter');
    await page.getByText("'kept 2'", { exact: true }).waitFor();
  });

  test('restart and run all', async () => {
    await menu('Kernel', 'Restart Kernel and Run All Cells…');
    // The cells behind the error had run before; a new session stops at the error and leaves them alone.
    const behind = page.locator('.jp-InputPrompt', { hasText: /\[[678]\]:/ });
    expect(await behind.count()).toBeGreaterThan(0);
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await expect.poll(() => behind.count(), { timeout: 30_000 }).toBe(0);
    await cell(2).locator('.js-plotly-plot .bars .point').nth(1).waitFor();
    await page.locator('.jp-InputPrompt', { hasText: '[5]:' }).waitFor({ timeout: 30_000 });
    await page.getByText('RangeError').first().waitFor();
    await shot('5-restarted');
  });

  test('a large figure is drawn thinned, with a note; one that cannot be is not; dark theme', async () => {
    // Without `reset` the workspace brings the other notebook back, in front.
    await page.goto(`${lab.url('large.ipynb')}&reset`);
    await idle();
    await menu('Settings', 'Theme');
    await page.locator('.lm-Menu-itemLabel', { hasText: /^JupyterLab Dark$/ }).click();
    await page.waitForSelector('body[data-jp-theme-light="false"]', { state: 'attached' });
    await menu('Run', 'Run All Cells');
    const note = cell(0).locator('.annotation-text', { hasText: 'figure thinned: 1 in 3 of 120,000 points is drawn' });
    // Drawing so many points takes a busy machine its time.
    await note.waitFor({ timeout: 240_000 });
    expect(await cell(0).locator('.scatterlayer .point').count()).toBe(40_000);
    expect(await output(1).textContent()).toContain('[figure not shown: 120,000 points are more than a page can draw]');
    await output(2).getByText("Type 'number' is not assignable to type 'string'").first().waitFor();
    await shot('6-large-dark');
    // The figure has no ground of its own, one on white paper is turned dark by the sheet of "npm run lab".
    expect(
      await cell(0)
        .locator('.main-svg')
        .first()
        .evaluate((svg) => getComputedStyle(svg).backgroundColor),
    ).toBe('rgba(0, 0, 0, 0)');
    expect(
      await cell(0)
        .locator('.js-plotly-plot')
        .evaluate((plot) => getComputedStyle(plot).filter),
    ).toContain('invert');
    // JupyterLab's red and blue have 3.9 there, its grey and its bold red 1.2 and 2.1.
    expect(Math.min(...(await output(2).evaluate(contrasts)))).toBeGreaterThan(3.5);
    // Back to the light theme: the same figure, at once.
    await menu('Settings', 'Theme');
    await page.locator('.lm-Menu-itemLabel', { hasText: /^JupyterLab Light$/ }).click();
    await page.waitForSelector('body[data-jp-theme-light="true"]', { state: 'attached' });
    expect(
      await cell(0)
        .locator('.js-plotly-plot')
        .evaluate((plot) => getComputedStyle(plot).filter),
    ).toBe('none');
    await shot('7-large-light');
  }, 400_000);
});
