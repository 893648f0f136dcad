import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NO_PYTHON } from '../../src/kernel/test/python.js';
import { gainFile, gainRecords } from '../../src/study/index.js';
import { executedQuickly, figuresOf, python, textOf } from './notebook.js';
import { expectCommitted, type Output, outputsOf } from './run.js';

const name = '06-ablations.ipynb';
const ready = python && existsSync(gainFile('emoji'));
if (!ready) console.warn(`test/notebooks: ${python ? 'skipped: no data/gain/emoji.jsonl' : NO_PYTHON}`);

/** What a reader must see: tables with PSQE and the own ablation, eight figures, what links are worth, no error. */
function expectComplete(outputs: Output[]): void {
  expect(figuresOf(outputs)).toHaveLength(8);
  expect(textOf(outputs)).toMatch(/^\|psqe\|PSQE\|/m);
  expect(textOf(outputs)).toMatch(/^\|mine\|/m);
  expect(textOf(outputs)).toMatch(/^\|aligner\|random seeds, fewest\|pivot\|pivot-csls\|pivot-csls-n\|no-variants\|/m);
  expect(textOf(outputs)).toMatch(/Of \d places, the \d aligners agree on \d|aligners put the seeds in the same order/);
  // The mean hides it: stage 3 costs on the whole, and gains where no skin is toned.
  expect(textOf(outputs)).toMatch(/help one half and harm the other[\s\S]*\*without stage 3\* \([\d.]+ and -[\d.]+\)/);
  expect(textOf(outputs)).toMatch(/\*\*50 links\*\*\s+emoji \+\d+\.\d \[\d+\.\d, \d+\.\d\]; es:noto,pl:openmoji \+/);
  expect(textOf(outputs)).not.toMatch(/NaN|undefined/);
}

test('the ablations are committed executed, in order, without timings and paths', () => {
  expectComplete(outputsOf(expectCommitted(name)));
});

describe.skipIf(!ready)('the ablations run', () => {
  test('in a moment, and show the means of the stored records', async () => {
    const outputs = await executedQuickly(name);
    expectComplete(outputs);
    const hits = gainRecords('emoji').filter((r) => r.ablation === 'psqe' && r.aligner === 'small');
    const mean = (100 * hits.reduce((sum, r) => sum + r.hits1, 0)) / hits.length;
    const rows = textOf(outputs)
      .split('\n')
      .filter((line) => line.startsWith('|psqe|'));
    const shown = rows.map((line) => Number(line.split('|')[7]));
    expect(
      shown.some((value) => Math.abs(value - mean) < 0.11),
      `${shown} has ${mean}`,
    ).toBe(true);
  }, 600_000);
});
