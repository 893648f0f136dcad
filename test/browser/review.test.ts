import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlignmentTask, MultimodalGraph } from '../../src/graph/index.js';
import { readDecisions } from '../../src/read/index.js';
import { pageOf, reviewPage, writeReview } from '../../src/review/index.js';
import { alignGraphs } from '../../src/study/index.js';
import { madeUpData } from '../review/made-up.js';
import { smallTask } from '../support/small-task.js';
import { findChromium, launch, NO_CHROMIUM } from './browser.js';

const chromium = findChromium();
if (!chromium) console.warn(`test/browser: ${NO_CHROMIUM}`);

const folder = mkdtempSync(join(tmpdir(), 'psqe-review-'));
const shots = join(import.meta.dirname, '..', '..', '.cache', 'browser');

/** What a graph's author might call things to get at whoever looks. */
const hostile = [
  '<img src=x onerror="window.hit = 1">',
  '</script><script>window.hit = 1</script>',
  '<!-- <script>',
  '{{data}} $& $` \u2028 \\u003c',
  '" onmouseover="window.hit = 1',
  'javascript:window.hit = 1',
];
const oddIds = ['a "quoted" id', 'tab\there', 'line\nend', ' blank ', '=1+1', '<b>'];

describe.skipIf(!chromium)('the review page in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const errors: string[] = [];
  const requests: string[] = [];
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const text = (selector: string) => page.locator(selector).first().textContent();
  const counts = () => text('#counts');
  const chosen = () => page.locator('.row[aria-selected="true"]').getAttribute('data-place');
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);

  async function open(html: string, name = 'review.html'): Promise<void> {
    writeFileSync(join(folder, name), html);
    await page.goto(pathToFileURL(join(folder, name)).href);
    await page.locator('.row').first().waitFor();
  }

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    browser = await launch(chromium!);
    context = await browser.newContext({ viewport: { width: 1600, height: 950 }, acceptDownloads: true });
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    expect(errors).toEqual([]);
    expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
  });

  test('10,000 pairs: only what is seen is in the page, wherever one scrolls', async () => {
    await open(pageOf(madeUpData(10_000)));
    expect(await counts()).toBe('10,000 of 10,000 pairs listed: 0 accepted, 0 rejected, 10,000 open in all');
    const seen = async (first: string) => {
      await page.locator(`.row:has-text("${first}")`).first().waitFor();
      expect(await page.locator('.row').count()).toBeLessThan(40);
      expect(await nodes()).toBeLessThan(800);
    };
    await seen('left 0');
    const scroll = (share: number) =>
      page.evaluate((to) => {
        const box = document.getElementById('list')!;
        box.scrollTop = to * box.scrollHeight;
      }, share);
    await scroll(0.5);
    await seen('left 5002');
    await scroll(1);
    await seen('left 9999');
    await press('End');
    expect(await chosen()).toBe('9999');
    await press('Home', 'j', 'j');
    expect(await chosen()).toBe('2');
  });

  test('the list is found through by text, score, stage and decision, and ordered', async () => {
    await open(pageOf(madeUpData(1000)));
    await press('/');
    await page.keyboard.type('LEFT 77');
    expect(await counts()).toMatch(/^11 of 1,000 pairs listed/);
    await press('Escape', 'r');
    await page.locator('#text').fill('');
    await page.locator('#least').fill('0.9');
    expect(await counts()).toMatch(/^100 of/);
    await page.locator('#stage').selectOption('found');
    expect(await counts()).toMatch(/^25 of/);
    await page.locator('#order').selectOption('sure');
    expect(await text('.row')).toContain('left 996');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('#decision').selectOption('different');
    await page.waitForFunction(() => /^1 of/.test(document.getElementById('counts')!.textContent!));
    expect(await text('.row .label')).toBe('left 77');
    await page.locator('#text').fill('nothing is called so');
    expect(await text('#detail')).toBe('No pair fits the filter.');
    await press('Escape', 'a', 'r', 'u', 'n');
    expect(await counts()).toMatch(/^0 of .* 0 accepted, 0 rejected/);
  });

  test('keys and buttons decide, take back, go on; the page keeps it when it is opened again', async () => {
    await open(pageOf(madeUpData(20)));
    await press('a', 'r', 'j', 'a');
    expect(await counts()).toContain('2 accepted, 1 rejected, 17 open');
    expect(await chosen()).toBe('4');
    expect(await text('#said')).toBe('left 3 – right 3: accepted');
    await press('u');
    expect(await text('#said')).toBe('left 3 – right 3: open again');
    expect(await chosen()).toBe('3');
    await press('Home', 'n');
    expect(await chosen()).toBe('2');
    await page.getByRole('button', { name: /^Accept/ }).click();
    await press('k', 'k', 'c');
    expect(await counts()).toContain('2 accepted, 0 rejected, 18 open');
    await page.locator('.row').nth(7).click();
    expect(await text('#detail .card .label')).toBe('left 7');
    await page.reload();
    expect(await counts()).toContain('2 accepted, 0 rejected, 18 open');
    await press('u');
    expect(await text('#said')).toBe('Nothing to undo');
  });

  test('an entity is accepted with one partner: another one opens the first again', async () => {
    const data = madeUpData(3);
    const pairs = data.pairs.map((pair, i) => (i === 1 ? { ...pair, left: 0 } : pair));
    await open(pageOf({ ...data, key: 'two partners', pairs }));
    await press('a', 'a');
    expect(await text('#said')).toBe('left 0 – right 1: accepted; 1 other accepted pair of an end opened again');
    expect(await counts()).toContain('1 accepted');
    await press('u');
    expect(await counts()).toContain('1 accepted');
    expect(await page.locator('.row.same').getAttribute('data-place')).toBe('0');
  });

  const { task: small } = smallTask(36);
  let task: AlignmentTask;

  describe('of graphs whose names are hostile', () => {
    beforeAll(async () => {
      const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7'];
      const files = await Promise.all(
        colours.map(async (background, i) => {
          const path = join(folder, `${i}.png`);
          await sharp({ create: { width: 80, height: 60, channels: 3, background } })
            .png()
            .toFile(path);
          return path;
        }),
      );
      const graph = (own: MultimodalGraph) =>
        new MultimodalGraph({
          ...own,
          ids: own.ids.map((id, i) => oddIds[i] ?? id),
          labels: own.ids.map((_, i) => (hostile[i] ? `${hostile[i]} ${own.name}` : `label ${i} ${own.name}`)),
          pictures: own.ids.map((_, i) => files[i % 5]),
        });
      task = new AlignmentTask({ ...small, name: hostile[1]!, left: graph(small.left), right: graph(small.right) });
    });

    test('they are text, and nothing that is put in later runs either', async () => {
      const aligned = await alignGraphs(task, { aligner: { epochs: 3 }, top: 2 });
      const { html, notes } = await reviewPage(task, aligned, { title: hostile[1]! });
      expect(notes).toEqual([]);
      expect(html.match(/<script/g)).toHaveLength(2);
      await open(html, 'hostile.html');
      expect(await text('#title')).toBe(hostile[1]);
      expect(await page.title()).toBe(hostile[1]!.trim());
      for (const label of hostile) {
        await page.locator('#text').fill(label);
        expect(await text('.row')).toContain(label);
        expect(await text('#detail .cards')).toContain(label);
      }
      await page.evaluate(() => {
        for (const put of ['<img src="x" onerror="window.hit = 2">', '<a href="javascript:window.hit = 3">go</a>'])
          document.body.insertAdjacentHTML('beforeend', put);
        const script = document.createElement('script');
        script.textContent = 'window.hit = 4';
        document.body.append(script);
        document.querySelector<HTMLElement>('a[href^=javascript]')!.click();
      });
      await page.waitForTimeout(200);
      expect(await page.evaluate(() => (window as { hit?: number }).hit)).toBeUndefined();
    });

    test('pictures are in it, and why: shares, neighbours, rivals', async () => {
      await page.locator('#text').fill('');
      await page.locator('#text').blur();
      await press('Home');
      const loaded = () =>
        page.evaluate(
          () => Array.from(document.querySelectorAll('img')).filter((img) => img.naturalWidth === 64).length,
        );
      await page.waitForFunction(() =>
        Array.from(document.querySelectorAll('img')).some((img) => img.naturalWidth === 64),
      );
      expect(await loaded()).toBeGreaterThan(4);
      const names = await page.locator('.waterfall .name').allTextContents();
      expect(names).toEqual(['structure', 'image', 'attribute', 'hubness, left', 'hubness, right', 'likeness']);
      const shares = (await page.locator('.waterfall .number').allTextContents()).map((n) =>
        Number(n.replace('−', '-')),
      );
      const sum = shares.slice(0, -1).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum - shares.at(-1)!)).toBeLessThan(0.04);
      expect(await page.locator('.rivals li').count()).toBeGreaterThan(1);
      expect(await text('.votes + .neighbours, section:last-child .sentence')).toMatch(/%/);
    });

    test('what is decided is taken by the next run, and told by the next page', async () => {
      const before = await alignGraphs(task, { aligner: { epochs: 3 } });
      const file = join(folder, 'again.html');
      await writeReview(file, task, before);
      await page.goto(pathToFileURL(file).href);
      await page.locator('#order').selectOption('given');
      await page.locator('#list').focus();
      await press('Home', 'a', 'r', 'a', 'r');
      const saved = async (name: string) => {
        const [download] = await Promise.all([page.waitForEvent('download'), press('s')]);
        expect(download.suggestedFilename()).toBe('decisions.tsv');
        await download.saveAs(join(folder, name));
        return readDecisions(join(folder, name), task);
      };
      const pair = ({ left, right }: { left: Int32Array; right: Int32Array }, i: number) => `${left[i]} ${right[i]}`;
      const { same, different } = await saved('decisions.tsv');
      const { matches } = before;
      expect([0, 1].map((i) => pair(same!, i)).sort()).toEqual([pair(matches, 0), pair(matches, 2)].sort());
      expect([0, 1].map((i) => pair(different!, i)).sort()).toEqual([pair(matches, 1), pair(matches, 3)].sort());
      const next = await alignGraphs(task, { links: same, different, aligner: { epochs: 3 } });
      const all = new Set(Array.from(next.matches.left, (_, i) => pair(next.matches, i)));
      for (const i of [0, 1]) {
        expect(all.has(pair(same!, i))).toBe(true);
        expect(all.has(pair(different!, i))).toBe(false);
      }
      // Another browser, in which nothing was decided: all of it is in the page.
      await page.evaluate(() => localStorage.clear());
      await writeReview(file, task, next);
      await page.goto(pathToFileURL(file).href);
      expect(await counts()).toContain('2 accepted, 0 rejected');
      const again = await saved('again.tsv');
      expect(again.different!.left.length).toBe(2);
      expect(again.same!.left.length).toBe(2);
    });
  });

  test.each([
    [1600, 'light'],
    [1600, 'dark'],
    [420, 'light'],
    [420, 'dark'],
  ] as const)(
    '%i pixels wide, %s: nothing sticks out, and the theme is the one of the browser',
    async (width, colorScheme) => {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme });
      await open(pageOf(madeUpData(50)), 'sizes.html');
      const { sticks, ground } = await page.evaluate(() => ({
        sticks: Array.from(document.querySelectorAll('body *')).filter(
          (e) => e.getBoundingClientRect().right > innerWidth + 1,
        ).length,
        ground: getComputedStyle(document.body).backgroundColor,
      }));
      expect(sticks).toBe(0);
      expect(ground).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 25, 29)');
      for (const id of ['list', 'detail', 'accept', 'save'])
        expect((await page.locator(`#${id}`).boundingBox())!.height).toBeGreaterThan(20);
      await page.screenshot({ path: join(shots, `review-${width}-${colorScheme}.png`) });
    },
  );
});
