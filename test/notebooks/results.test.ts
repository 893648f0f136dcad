import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NO_PYTHON } from '../../src/kernel/test/python.js';
import { decoderTable, gainFile, gainRecords } from '../../src/study/index.js';
import { executedQuickly, figuresOf, python, textOf } from './notebook.js';
import { expectCommitted, type Output, outputsOf } from './run.js';

const name = '08-results.ipynb';
const ready = python && existsSync(gainFile('emoji'));
if (!ready) console.warn(`test/notebooks: ${python ? 'skipped: no data/gain/emoji.jsonl' : NO_PYTHON}`);

/** What a reader must see: rows of both tables, verdicts of both kinds, published figures named as such, a command for each pair. */
function expectComplete(outputs: Output[]): void {
  const text = textOf(outputs);
  expect(figuresOf(outputs)).toHaveLength(5);
  expect(text).toMatch(/^\|emoji\|psqe\|5\|/m);
  expect(text).toMatch(/^\|dbp15k\|psqe-beside\|\d\|/m);
  expect(text).toMatch(/^\|emoji\|\|truth30\|5\|/m);
  expect(text).toMatch(/^\|hanzi-kanji\|.*one run\|$/m);
  // Where PSQE does not win, it is said.
  expect(text).toMatch(/\*\*Against the same aligner on 30 % true links\*\* it is .*behind on \d/);
  const published = text.split('\n').filter((line) => line.startsWith('|published|'));
  expect(published).toHaveLength(4);
  expect(published.every((line) => line.includes('pictures'))).toBe(true);
  expect(text.match(/npx psqe study run gain --pair/g)!.length).toBe(13);
  expect(text).not.toMatch(/NaN|undefined|null/);
}

test('the results are committed executed, in order, without timings and paths', () => {
  expectComplete(outputsOf(expectCommitted(name)));
});

describe.skipIf(!ready)('the results run', () => {
  test('in a moment, and show the means of the stored records', async () => {
    const outputs = await executedQuickly(name);
    expectComplete(outputs);
    const rows = decoderTable(
      gainRecords('emoji').filter((r) => r.aligner === 'small'),
      'psqe',
    );
    const csls = rows.find((row) => row.ablation === 'psqe')!.hits1['csls all'].own.mean;
    const line = textOf(outputs)
      .split('\n')
      .find((each) => each.startsWith('|emoji|psqe|'))!;
    expect(line.split('|')[6]).toMatch(new RegExp(`^${(100 * csls).toFixed(1)} \\[`));
  }, 600_000);
});
