import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { showPairs, tableBundle } from '../../src/notebook/index.js';
import { degreeFigure } from '../../src/plots/density-figures.js';
import { explanationFigure, exportFigures, type Figure, facetFigure, mapFigure } from '../../src/plots/index.js';
import { findChromium, launch, NO_CHROMIUM } from './browser.js';

// The exporter of pictures draws SVG and PNG without any script; the pages that stand in for it are what is attacked.
vi.mock('../../src/plots/kaleido.js', async (original) => ({
  ...((await original()) as object),
  findKaleido: () => undefined,
}));

const chromium = findChromium();
if (!chromium) console.warn(`test/browser: ${NO_CHROMIUM}`);

/** What a graph's author might call things to get at whoever looks. */
const hostile = [
  '<img src=x onerror="window.hit = 1">',
  '</script><script>window.hit = 1</script>',
  '</td></table><svg onload="window.hit = 1">',
  '" onmouseover="window.hit = 1" x="',
  '<a href="javascript:window.hit = 1">go</a>',
  "'><iframe srcdoc='<script>parent.hit = 1</script>'>",
  '<b>&lt;bold&gt;</b>',
];
const [first, second] = hostile as [string, string];

const origin = { record: hostile[0]!, command: hostile[1]!, commit: null };
const explanation = {
  score: 0.5,
  shares: [{ name: 'image', value: 0.5 }],
  rivals: [{ shares: [{ name: 'image', value: 0.1 }], lead: 0.1 }],
} as unknown as Parameters<typeof explanationFigure>[0];

function figures(): Map<string, Figure> {
  const side = { x: [0.1, 0.9], y: [0.2, 0.8], group: [0, 1] };
  const set = { left: [0], right: [1], inGroup: [1, 0] };
  const map = { left: side, right: side, groups: [first, second], named: true, sets: new Map([[hostile[6]!, set]]) };
  const values = hostile.slice(0, 4);
  const counts = values.map(() => values.map(() => 1));
  return new Map(
    Object.entries({
      facets: facetFigure({ facet: 'x', values, counts }, { title: 'Facets', left: 'left', right: 'right' }),
      pair: explanationFigure(explanation, { pair: first }),
      map: mapFigure(map as unknown as Parameters<typeof mapFigure>[0]),
      degrees: degreeFigure(
        new Map([[first, Int32Array.of(1, 2, 3)]]) as unknown as Parameters<typeof degreeFigure>[0],
      ),
    }),
  );
}

describe.skipIf(!chromium)('hostile labels in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'psqe-hostile-'));
  const requests: string[] = [];
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launch(chromium!);
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Looks at a page, moves over all of it, clicks what can be clicked. */
  async function lookAt(file: string): Promise<string> {
    await page.goto(pathToFileURL(file).href);
    await page.waitForTimeout(1000);
    const text = await page.evaluate(() => {
      const seen = document.body.cloneNode(true) as HTMLElement;
      for (const script of Array.from(seen.querySelectorAll('script'))) script.remove();
      return seen.textContent ?? '';
    });
    await page.evaluate(() => {
      for (const each of Array.from(document.querySelectorAll('body *'))) {
        each.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
        each.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      }
    });
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => (window as { hit?: number }).hit)).toBeUndefined();
    expect(page.url()).toMatch(/^file:/);
    expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
    return text;
  }

  test('figures: names are text', async () => {
    const { files } = await exportFigures(figures(), folder, origin);
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual([
      'facets.html',
      'pair.html',
      'map.html',
      'degrees.html',
    ]);
    const texts = await files.reduce(
      async (before, file) => [...(await before), await lookAt(file)],
      Promise.resolve([] as string[]),
    );
    // Nothing offers to take a figure elsewhere.
    expect(texts.join('\n')).not.toMatch(/cloud/i);
    const squeezed = (text: string) => text.replaceAll(/\s+/g, '');
    for (const label of hostile.slice(0, 4)) expect(texts[0]).toContain(label);
    expect(squeezed(texts[1]!)).toContain(squeezed(first));
    for (const label of [first, second, hostile[6]!]) expect(squeezed(texts[2]!)).toContain(squeezed(label));
  });

  test('tables of a notebook: cells, numbers with a format and names of columns are text', async () => {
    const rows = hostile.map((label) => ({ [first]: label, [second]: 1, share: label }));
    const html = tableBundle(rows, { [second]: 'percent', share: 1 })['text/html'];
    writeFileSync(join(folder, 'table.html'), `<!doctype html><meta charset="utf-8"><body>${html}`);
    const text = await lookAt(join(folder, 'table.html'));
    for (const label of hostile) expect(text).toContain(label);
    expect(await page.locator('th').allTextContents()).toEqual([first, second, 'share']);
    expect(await page.locator('td').first().textContent()).toBe(first);
  });

  test('pairs of a notebook: labels are text, in their titles too', async () => {
    const graph = (name: string) =>
      new MultimodalGraph({
        name,
        ids: hostile.map((_, i) => `${name}${i}`),
        labels: hostile,
        // None of them can be read: labels stand in their places.
        pictures: hostile.map((_, i) => join(folder, `${i}.png`)),
        relationCount: 0,
        triples: { head: new Int32Array(0), relation: new Int32Array(0), tail: new Int32Array(0) },
        features: new Map(),
      });
    const task = new AlignmentTask({ name: first, left: graph('l'), right: graph('r'), modalities: [] });
    const shown: string[] = [];
    const key = Symbol.for('typescript-kernel');
    const kernel = { display: (bundle: Record<string, string>) => void shown.push(bundle['text/html'] ?? '') };
    Object.assign(globalThis, { [key]: kernel });
    const same = Int32Array.from(hostile, (_, i) => i);
    await showPairs(task, { left: same, right: same });
    delete (globalThis as Record<symbol, unknown>)[key];
    writeFileSync(join(folder, 'pairs.html'), `<!doctype html><meta charset="utf-8"><body>${shown.join('')}`);
    const text = await lookAt(join(folder, 'pairs.html'));
    for (const label of hostile) expect(text).toContain(label);
  });
});
