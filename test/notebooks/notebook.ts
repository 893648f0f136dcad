import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../src/kernel/test/build.js';
import { notebookPath, type Output, outputsOf, readNotebook } from './run.js';

const load = (file: string) => import(pathToFileURL(join(resolve(root), 'src', 'setup', file)).href);
const { executeNotebook } = await load('notebooks.mjs');
const { venvPython } = await load('python.mjs');

/** Whether notebooks can be executed here: `npm start` makes what it takes. */
export const python: boolean = existsSync(venvPython);

export const textOf = (outputs: Output[]): string =>
  outputs.map((o) => [o.data?.['text/plain'] ?? ''].flat().join('')).join('\n');
export const figuresOf = (outputs: Output[]): unknown[] =>
  outputs.flatMap((o) => o.data?.['application/vnd.plotly.v1+json'] ?? []);

/** What the notebook shows when it is executed with `quick` (all of it, if it has no such parameter). */
export async function executedQuickly(name: string): Promise<Output[]> {
  const folder = mkdtempSync(join(tmpdir(), 'psqe notebook '));
  try {
    const target = join(folder, 'quick.ipynb');
    await executeNotebook(notebookPath(name), { quick: true, target });
    return outputsOf(readNotebook(target));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
