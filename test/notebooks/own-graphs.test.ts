import { describe, expect, test } from 'vitest';
import { NO_PYTHON } from '../../src/kernel/test/python.js';
import { executedQuickly, python, textOf } from './notebook.js';
import { expectCommitted, figureTitles, type Output, outputsOf, tablesOf } from './run.js';

const name = '07-your-own-graphs.ipynb';
if (!python) console.warn(`test/notebooks: ${NO_PYTHON}`);

/** What a reader must see: what was understood, matches with flags, how good they are, formats, mistakes. */
function expectComplete(outputs: Output[]) {
  const shown = { cells: [{ cell_type: 'code', execution_count: 1, outputs, source: '' }] };
  const html = outputs.map((o) => [o.data?.['text/html'] ?? ''].flat().join('')).join('');
  // Forty pairs, two flags each.
  expect(html.match(/<span title=/g)).toHaveLength(40);
  expect(html.match(/data:image\/webp/g)).toHaveLength(80);
  expect(figureTitles(shown)).toEqual([
    'What a least confidence leaves',
    'How many matches are right, by their confidence',
  ]);
  const tables = tablesOf(shown);
  expect(tables).toHaveLength(10);
  const [features, matches, judged, , , least, languages, again, links, mistakes] = tables;
  expect(features!.map(({ feature }) => feature)).toEqual(['relation', 'name', 'attribute', 'image']);
  expect(matches).toHaveLength(12);
  expect(languages!.map(({ language }) => language)).toEqual(['it', 'de']);
  expect(mistakes!.map(({ message }) => message)).toEqual(
    [/cannot tell/, /left\.csv:3/, /twice/, /no edges/].map((message) => expect.stringMatching(message)),
  );
  const text = textOf(outputs);
  expect(text).not.toMatch(/NaN|undefined/);
  return { judged: judged![0]!, least: least!, again: again![0]!, links: links! };
}

test('is committed executed: the target is reached, and a least confidence keeps what it says', () => {
  const notebook = expectCommitted(name);
  const { judged, least, again, links } = expectComplete(outputsOf(notebook));
  expect(JSON.stringify(notebook)).not.toMatch(/psqe-[A-Za-z0-9]{6}/); // the folder that it worked in
  expect(judged.precision).toBeGreaterThan(0.97);
  expect(judged.recall).toBeGreaterThan(0.95);
  const [all, , , , , high] = least;
  expect(all!.recall).toBeGreaterThan(0.95);
  expect(high!['least confidence']).toBe(0.9);
  expect(high!['precision, by links']).toBeGreaterThan(Number(all!['precision, by links']));
  expect(again['the same as above']).toBeGreaterThan(0.9);
  expect(links[1]!.precision).toBeGreaterThan(0.97);
});

describe.skipIf(!python)('runs', () => {
  test('quickly, to much the same matches', async () => {
    const { judged, least } = expectComplete(await executedQuickly(name));
    expect(judged.precision).toBeGreaterThan(0.9);
    expect(Number(least.at(-1)!.kept)).toBeLessThan(Number(least[0]!.kept));
  }, 600_000);
});
