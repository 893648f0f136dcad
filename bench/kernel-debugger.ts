/**
 * The debugger in JupyterLab, in Chromium: `node bench/run.mjs kernel-debugger`. Sets a breakpoint by a click, runs the cell,
 * reads the panel, steps, goes on; screenshots in .cache/browser. Exits with 1 when something is not as it should be. A command
 * of its own (half a minute), no part of `npm test`: there `src/kernel/test/debug.test.ts` has the same conversation without a page.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../src/kernel/test/build.js';
import { notebook } from '../src/kernel/test/notebook.js';
import { findPython, NO_PYTHON } from '../src/kernel/test/python.js';
import { findChromium, launch, NO_CHROMIUM } from '../test/browser/browser.js';
import { startLab } from '../test/browser/lab.js';

const CELLS = [
  'interface Seed { left: string; right: string; score: number }\nconst seeds: Seed[] = [{ left: "Berlin", right: "Berlin", score: 0.9 }, { left: "Paris", right: "Parigi", score: 0.6 }];',
  'function mean(list: Seed[]): number {\n  let sum = 0;\n  for (const seed of list) {\n    sum += seed.score;\n  }\n  return sum / list.length;\n}\nmean(seeds)',
];

const shots = join(root, '.cache/browser');

/** Waits until a text stands in the place. */
const reads = (place: Locator, text: string | RegExp): Promise<void> =>
  place.filter({ hasText: text }).first().waitFor({ timeout: 20_000 });

async function debug(page: Page): Promise<void> {
  const shot = (name: string): Promise<unknown> => page.screenshot({ path: join(shots, `debugger-${name}.png`) });
  const cell = (n: number): Locator => page.locator('.jp-CodeCell').nth(n);
  const frames = page.locator('.jp-DebuggerCallstackFrame');
  const variables = page.locator('.jp-DebuggerVariables-body');
  await page.getByText('TypeScript | Idle').first().waitFor({ timeout: 60_000 });
  await cell(0).locator('.cm-content').click();
  await page.keyboard.press('Shift+Enter');
  await page.locator('.jp-DebuggerBugButton').click();
  await cell(1).locator('.cm-breakpoint-gutter .cm-gutterElement').first().waitFor({ state: 'attached' });
  const line = (n: number): Locator => cell(1).locator('.cm-lineNumbers .cm-gutterElement', { hasText: `${n}` });
  const [gutter, number] = await Promise.all([
    cell(1).locator('.cm-breakpoint-gutter').first().boundingBox(),
    line(4).first().boundingBox(),
  ]);
  await page.mouse.click(gutter!.x + gutter!.width / 2, number!.y + number!.height / 2);
  await cell(1).locator('.cm-breakpoint-icon, .cm-breakpoint-marker').first().waitFor({ timeout: 10_000 }).catch(() => {}); // biome-ignore format: one line
  await cell(1).locator('.cm-content').click();
  await page.keyboard.press('Control+Enter');
  await reads(frames, /mean.*Cell \[\*\]:4/s);
  await reads(variables, 'sum');
  assert.match((await variables.first().textContent())!, /sum0$/);
  await shot('stopped');
  await page.locator('[data-command="debugger:next"]').first().click();
  await reads(variables, /sum0\.9/);
  await shot('stepped');
  await page.locator('[data-command="debugger:continue"]').first().click();
  await reads(frames, 'mean');
  await page.locator('[data-command="debugger:continue"]').first().click();
  await reads(cell(1).locator('.jp-OutputArea-output'), '0.75');
  await shot('done');
}

const chromium = findChromium();
if (!chromium || !findPython()) console.log(chromium ? NO_PYTHON : NO_CHROMIUM);
else {
  mkdirSync(shots, { recursive: true });
  const lab = await startLab({ 'debug.ipynb': notebook(CELLS) });
  const browser = await launch(chromium);
  const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
  try {
    await page.goto(lab.url('debug.ipynb'));
    await debug(page);
    console.log('breakpoint, variables, step, end: as they should be');
  } catch (error) {
    await page.screenshot({ path: join(shots, 'debugger-failed.png') });
    console.error(error);
    process.exitCode = 1;
  } finally {
    await browser.close();
    await lab.stop();
  }
}
