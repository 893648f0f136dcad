import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launch, NO_CHROMIUM } from '../browser/browser.js';

const root = resolve(import.meta.dirname, '..', '..');
const load = (file: string) => import(pathToFileURL(join(root, 'src', 'setup', file)).href);
const { cards, checkLinks, makeBook } = await load('book.mjs');
const { venvPython } = await load('python.mjs');

const python = existsSync(venvPython);
if (!python) console.warn('test/setup/book: skipped: no .venv here (npm start makes it)');
const chromium = findChromium();
if (!chromium) console.warn(`test/setup/book: ${NO_CHROMIUM}`);

const folder = mkdtempSync(join(tmpdir(), 'psqe book '));
const book = join(folder, 'book');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const page = (...parts: string[]) => readFileSync(join(book, ...parts), 'utf8');

const hostile = [
  '<img src=x onerror="window.hit = 1">',
  '</script><script>window.hit = 1</script>',
  '<svg/onload=window.hit=1>',
  '\n```{raw} html\n<script>window.hit = 1</script>\n```\n',
  '<!--',
];
const figure = {
  data: [{ type: 'bar', x: hostile, y: hostile.map((_, i) => i + 1) }],
  layout: { width: 700, height: 300, paper_bgcolor: '#ffffff', plot_bgcolor: '#ffffff' },
};
const long = `const line = '${'long '.repeat(60)}';`;
const table = `<table><tr>${'<td>wide&nbsp;cell</td>'.repeat(40)}</tr></table>`;

let cells = 0;
const markdown = (source: string) => ({ cell_type: 'markdown', id: `m${cells++}`, metadata: {}, source });
const code = (source: string, bundles: object[], tags: string[] = []) => ({
  cell_type: 'code',
  id: `c${cells++}`,
  metadata: { tags },
  source,
  execution_count: 1,
  outputs: bundles.map((data) => ({ output_type: 'display_data', data, metadata: {} })),
});

/** A notebook on disk, as executed. */
function notebook(name: string, all: object[]): string {
  const metadata = {
    kernelspec: { name: 'typescript', display_name: 'TypeScript', language: 'typescript' },
    language_info: { name: 'typescript', pygments_lexer: 'typescript' },
  };
  const file = join(folder, `${name}.ipynb`);
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: all }));
  return file;
}

const notebooks = [
  notebook('00-first', [
    markdown(
      '# Of *first* & more\nShows $x^2$ and a zebra. See [the other](01-second.ipynb#a-part), [the method](../docs/method.md).',
    ),
    code('let quick: boolean = false;', [], ['parameters', 'setup']),
    code(long, [{ 'application/vnd.plotly.v1+json': figure, 'image/png': 'AAAA' }]),
    code('prose();', [{ 'text/markdown': `Half: $q/\\pi$ of ${hostile.join(' and ')}` }], ['prose']),
    code('show();', [{ 'text/html': table }, { 'text/plain': hostile.join('\n') }]),
  ]),
  notebook('01-second', [markdown('# Second\nOnly words.'), markdown('## A part\nBack to [first](00-first.ipynb).')]),
];

test('every notebook has its card: a sentence, and a figure that is there', () => {
  const names = readdirSync(join(root, 'notebooks')).filter((file) => file.endsWith('.ipynb'));
  expect(Object.keys(cards).map((name) => `${name}.ipynb`)).toEqual(names.sort());
  for (const [name, [sentence, figure]] of Object.entries<[string, string]>(cards)) {
    expect(sentence).toMatch(/\.$/);
    expect(existsSync(join(root, 'figures', name, `${figure}.png`)), `${name}: ${figure}`).toBe(true);
  }
});

describe.skipIf(!python)('the book', () => {
  beforeAll(async () => {
    const module = join(book, 'reference', 'modules');
    mkdirSync(join(book, 'reference', 'functions'), { recursive: true });
    mkdirSync(module, { recursive: true });
    for (const file of ['index.html', 'modules/psqe_data.html', 'functions/psqe_data.openTask.html'])
      writeFileSync(join(book, 'reference', file), '<!doctype html><title>A page of the reference</title>');
    await makeBook({ notebooks, sections: [['To read', [['docs/method.md', 'The method']]]], folder: book });
  }, 120_000);

  test('has a start page with a card a notebook, and one navigation of notebooks, guides and reference', () => {
    const index = page('index.html');
    const cards = index.match(/<div class="sd-card [\s\S]*?<\/a>/g) ?? [];
    expect(cards).toHaveLength(2);
    expect(cards[0]).toMatch(/src="_images\/.*\.png"/);
    expect(cards[0]).toMatch(/Of <em>first<\/em> &amp; more/);
    expect(cards[0]).toContain('zebra.');
    expect(cards[0]).toContain('href="notebooks/00-first.html"');
    for (const name of ['notebooks/00-first', 'notebooks/01-second', 'docs/method', 'reference'])
      expect(index, name).toMatch(new RegExp(`class="reference internal" href="${name}\\.html"`));
    expect(page('reference.html')).toContain('<a href="reference/functions/psqe_data.openTask.html">openTask</a>');
  });

  test('a notebook: links to pages, before and after, folded cells, its file to download as it is', () => {
    const first = page('notebooks', '00-first.html');
    expect(first).toContain('href="01-second.html#a-part"');
    expect(first).toContain('href="../docs/method.html"');
    expect(first).toMatch(/class="right-next"\s+href="01-second\.html"/);
    expect(page('notebooks', '01-second.html')).toMatch(/class="left-prev"\s+href="00-first\.html"/);
    expect(first.match(/<details class="[^"]*above-input">/g)).toHaveLength(2);
    expect(first).toContain('href="../_sources/notebooks/00-first.ipynb"');
    expect(page('_sources', 'notebooks', '00-first.ipynb')).toBe(readFileSync(notebooks[0]!, 'utf8'));
  });

  test('the search knows notebooks, guides and names of the reference', () => {
    const index = page('searchindex.js');
    for (const word of ['zebra', 'opentask', 'sinkhorn']) expect(index, word).toMatch(new RegExp(`"?${word}"?:`));
  });

  test('a link to no file or no place, and what is loaded from elsewhere, are named', async () => {
    const file = join(book, 'wrong.html');
    writeFileSync(
      file,
      '<a href="gone.html">a</a><a href="index.html#gone">b</a><a href="https://example.org">c</a><script src="https://example.org/x.js"></script>',
    );
    const fault = await checkLinks(book).catch((error: Error) => error.message);
    rmSync(file);
    expect(fault).toContain('wrong.html: gone.html: no such file');
    expect(fault).toContain('wrong.html: index.html#gone: no such place');
    expect(fault).toContain('wrong.html: loads https://example.org/x.js');
    expect(fault.match(/wrong\.html/g)).toHaveLength(3);
    expect(await checkLinks(book)).toMatch(/^\d+ pages, \d+ links$/);
  });

  test('a link that leads nowhere is an error that names it', async () => {
    const wrong = notebook('02-wrong', [markdown('# Wrong\nSee [it](nowhere.md).')]);
    await expect(makeBook({ notebooks: [wrong], folder: join(folder, 'wrong') })).rejects.toThrow(/nowhere\.md/);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('psqe book pages '))).toEqual([]);
  });

  describe.skipIf(!chromium)('in Chromium, from its folder', () => {
    const requests: string[] = [];
    let browser: Browser;
    let seen: Page;
    beforeAll(async () => {
      browser = await launch(chromium!);
    });
    afterAll(() => browser?.close());

    /** A page as it is seen with a width and a theme; every error of a script, and request for what is not there, counts. */
    async function open(file: string, width: number, theme: 'light' | 'dark') {
      await seen?.close();
      seen = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
      seen.on('request', (request) => requests.push(request.url()));
      seen.on('requestfailed', (request) => requests.push(`failed: ${request.url()}`));
      seen.on('pageerror', (error) => requests.push(`error: ${error.message}`));
      await seen.goto(new URL(file, `${pathToFileURL(book)}/`).href);
    }
    const tooWide = () => seen.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

    for (const width of [420, 900, 1600])
      for (const theme of ['light', 'dark'] as const)
        test(`${width} pixels, ${theme}: figure and formulas drawn, nothing runs, nothing out of the page`, async () => {
          await open('notebooks/00-first.html', width, theme);
          await seen.waitForSelector('.js-plotly-plot .bars .point');
          await seen.waitForFunction(() => document.querySelectorAll('.math .MathJax_SVG').length === 2);
          expect(await tooWide()).toBeLessThanOrEqual(0);
          const inverted = await seen.evaluate(
            () => getComputedStyle(document.querySelector('.js-plotly-plot')!).filter,
          );
          expect(inverted.startsWith('invert')).toBe(theme === 'dark');
          expect(await seen.evaluate(() => (window as { hit?: number }).hit)).toBeUndefined();
        });

    test('the other pages fit a small screen', async () => {
      for (const file of ['index.html', 'docs/method.html', 'reference.html']) {
        await open(file, 420, 'light');
        expect(await tooWide(), file).toBeLessThanOrEqual(0);
      }
    });

    test('the switch makes a light page dark', async () => {
      await open('notebooks/01-second.html', 1600, 'light');
      const theme = () => seen.evaluate(() => document.documentElement.dataset.theme);
      expect(await theme()).toBe('light');
      await seen.locator('.theme-switch-button').click();
      await seen.locator('.theme-change-button[data-mode="dark"]').click();
      expect(await theme()).toBe('dark');
    });

    test('the search finds a word and leads to its page', async () => {
      await open('search.html?q=zebra', 1600, 'light');
      const hit = seen.locator('#search-results li a').first();
      await hit.click();
      expect(seen.url()).toContain('notebooks/00-first.html');
    });

    test('nothing was asked for outside the folder, nothing was missing', () => {
      expect(requests.length).toBeGreaterThan(50);
      expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
    });
  });
});
