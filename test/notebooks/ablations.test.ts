import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { gainFile, gainRecords } from '../../src/experiments/index.js';
import { root } from '../kernel/build.js';
import { NO_PYTHON } from '../kernel/python.js';

const load = (file: string) => import(pathToFileURL(join(resolve(root), 'src', 'setup', file)).href);
const { executeNotebook } = await load('notebooks.mjs');
const { venvPython } = await load('python.mjs');

const source = join(root, 'notebooks', '06-ablations.ipynb');
const ready = existsSync(venvPython) && existsSync(gainFile('emoji'));
if (!ready) console.warn(`test/notebooks: ${existsSync(venvPython) ? 'skipped: no data/gain/emoji.jsonl' : NO_PYTHON}`);

interface Output {
  output_type: string;
  data?: Record<string, string | string[] | { data: { name: string; x: number[] }[] }>;
}
const notebookOf = (file: string): { cells: { cell_type: string; execution_count: number; outputs?: Output[] }[] } =>
  JSON.parse(readFileSync(file, 'utf8'));
const outputsOf = (file: string) => notebookOf(file).cells.flatMap((cell) => cell.outputs ?? []);
const textOf = (outputs: Output[]) => outputs.map((o) => [o.data?.['text/plain'] ?? ''].flat().join('')).join('\n');

/** What a reader must see: tables with PSQE and the own variant, five figures, no error. */
function expectComplete(outputs: Output[]): void {
  expect(outputs.filter((o) => o.output_type === 'error')).toEqual([]);
  expect(outputs.filter((o) => o.data?.['application/vnd.plotly.v1+json'])).toHaveLength(5);
  expect(textOf(outputs)).toMatch(/^\|psqe\|PSQE\|/m);
  expect(textOf(outputs)).toMatch(/^\|mine\|/m);
  expect(textOf(outputs)).not.toMatch(/NaN|undefined/);
}

test('the ablations are committed executed, in order, without timings and paths', () => {
  expectComplete(outputsOf(source));
  const code = notebookOf(source).cells.filter((cell) => cell.cell_type === 'code');
  expect(code.map((cell) => cell.execution_count)).toEqual(code.map((_, i) => i + 1));
  const text = readFileSync(source, 'utf8');
  expect(text.length).toBeLessThan(3e6);
  expect(text).not.toMatch(/iopub|file:\/\//);
});

describe.skipIf(!ready)('the ablations run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'psqe ablations '));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('in a moment, and show the means of the stored records', async () => {
    const target = join(folder, 'quick.ipynb');
    await executeNotebook(source, { quick: true, target });
    const outputs = outputsOf(target);
    expectComplete(outputs);
    const hits = gainRecords('emoji').filter((r) => r.variant === 'psqe' && r.aligner === 'small');
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
