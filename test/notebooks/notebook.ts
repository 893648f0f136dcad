import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { root } from '../kernel/build.js';

const load = (file: string) => import(pathToFileURL(join(resolve(root), 'src', 'setup', file)).href);
const { executeNotebook } = await load('notebooks.mjs');
const { venvPython } = await load('python.mjs');

/** Whether notebooks can be executed here: `npm start` makes what it takes. */
export const python: boolean = existsSync(venvPython);

export interface Output {
  output_type: string;
  data?: Record<string, unknown>;
}
interface Notebook {
  cells: { cell_type: string; execution_count: number | null; outputs?: Output[] }[];
}

export const notebookFile = (name: string): string => join(root, 'notebooks', `${name}.ipynb`);
const notebookOf = (file: string): Notebook => JSON.parse(readFileSync(file, 'utf8'));
export const outputsOf = (file: string): Output[] => notebookOf(file).cells.flatMap((cell) => cell.outputs ?? []);
export const textOf = (outputs: Output[]): string =>
  outputs.map((o) => [o.data?.['text/plain'] ?? ''].flat().join('')).join('\n');
export const figuresOf = (outputs: Output[]): unknown[] =>
  outputs.flatMap((o) => o.data?.['application/vnd.plotly.v1+json'] ?? []);

/** That a notebook is committed as it ran: all cells, in order, without errors, timings and paths, below 3 MB. */
export function expectCommitted(file: string): void {
  const code = notebookOf(file).cells.filter((cell) => cell.cell_type === 'code');
  expect(code.map((cell) => cell.execution_count)).toEqual(code.map((_, i) => i + 1));
  expect(outputsOf(file).filter((o) => o.output_type === 'error')).toEqual([]);
  const text = readFileSync(file, 'utf8');
  expect(text.length).toBeLessThan(3e6);
  expect(text).not.toMatch(/iopub|file:\/\//);
}

/** What the notebook shows when it is executed with `quick` (all of it, if it has no such parameter). */
export async function executedQuickly(file: string): Promise<Output[]> {
  const folder = mkdtempSync(join(tmpdir(), 'psqe notebook '));
  try {
    const target = join(folder, 'quick.ipynb');
    await executeNotebook(file, { quick: true, target });
    return outputsOf(target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
