import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../src/kernel/test/build.js';
import { type Jupyter, runPython, temporaryJupyter } from '../../src/kernel/test/python.js';

export interface Output {
  output_type: string;
  data?: Record<string, unknown>;
}

export interface Notebook {
  cells: { cell_type: string; execution_count: number | null; outputs?: Output[]; source: string | string[] }[];
}

export const notebookPath = (name: string): string => join(root, 'notebooks', name);
export const readNotebook = (path: string): Notebook => JSON.parse(readFileSync(path, 'utf8'));
export const outputsOf = (notebook: Notebook): Output[] => notebook.cells.flatMap((cell) => cell.outputs ?? []);

const textOf = (output: Output, type: string): string => [output.data?.[type] ?? ''].flat().join('');

/** The titles of a notebook's Plotly figures, in order. */
export function figureTitles(notebook: Notebook): string[] {
  return outputsOf(notebook).flatMap((o) => {
    const figure = o.data?.['application/vnd.plotly.v1+json'] as { layout: { title: { text: string } } } | undefined;
    return figure ? [figure.layout.title.text] : [];
  });
}

/** Rows of a notebook's tables by their columns' names; numbers as written, per cent as shares. */
export function tablesOf(notebook: Notebook): Record<string, string | number>[][] {
  return outputsOf(notebook)
    .map((o) => textOf(o, 'text/html'))
    .filter((html) => html.includes('<table>'))
    .map((html) => {
      const cells = (row: string, tag: string) =>
        [...row.matchAll(new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 'g'))].map((match) => match[1]!);
      const [head, ...rows] = html.split('<tr>').slice(1);
      const names = cells(head!, 'th');
      return rows.map((row) => Object.fromEntries(cells(row, 'td').map((text, i) => [names[i]!, cellValue(text)])));
    });
}

function cellValue(text: string): string | number {
  if (/^-?[\d.]+ %$/.test(text)) return Number.parseFloat(text) / 100;
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A committed notebook: executed in order, no error, no timings and paths, small enough. */
export function expectCommitted(name: string): Notebook {
  const notebook = readNotebook(notebookPath(name));
  expect(outputsOf(notebook).filter((o) => o.output_type === 'error')).toEqual([]);
  const code = notebook.cells.filter((cell) => cell.cell_type === 'code');
  expect(code.map((cell) => cell.execution_count)).toEqual(code.map((_, i) => i + 1));
  const texts = outputsOf(notebook).map((o) => textOf(o, 'text/plain'));
  expect(texts.join('\n')).not.toMatch(/\d s\b/);
  const text = readFileSync(notebookPath(name), 'utf8');
  expect(text.length).toBeLessThan(3e6);
  expect(text).not.toMatch(/iopub|file:\/\//);
  return notebook;
}

/** A Jupyter with the kernels `typescript` and stock `tslab`, and a folder that has the package installed as a user's project has. */
export function notebookJupyter(): Jupyter {
  const jupyter = temporaryJupyter();
  const modules = join(jupyter.folder, 'project', 'node_modules');
  mkdirSync(modules, { recursive: true });
  symlinkSync(root, join(modules, 'psqe'), 'junction');
  const spec = join(jupyter.env.JUPYTER_PATH!, 'kernels', 'tslab');
  mkdirSync(spec, { recursive: true });
  const tslab = join(root, 'node_modules', 'tslab', 'bin', 'tslab');
  const argv = [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}'];
  writeFileSync(join(spec, 'kernel.json'), JSON.stringify({ argv, display_name: 'tslab', language: 'typescript' }));
  return jupyter;
}

/** Runs a notebook of ours with these parameters, by papermill. */
export async function executed(
  jupyter: Jupyter,
  name: string,
  parameters: Readonly<Record<string, string | number>>,
  kernel: 'typescript' | 'tslab' = 'typescript',
): Promise<Notebook> {
  const out = join(jupyter.folder, `${kernel}-${name}`);
  const given = Object.entries(parameters).flatMap(([key, value]) => ['-p', key, String(value)]);
  const where = ['--language', 'typescript', '--cwd', join(jupyter.folder, 'project')];
  const quiet = ['--log-output', '--no-progress-bar'];
  const args = ['-m', 'papermill', notebookPath(name), out, ...given, '-k', kernel, ...quiet, ...where];
  const { code, output } = await runPython(args, jupyter);
  expect(code, output).toBe(0);
  const notebook = readNotebook(out);
  expect(outputsOf(notebook).filter((o) => o.output_type === 'error')).toEqual([]);
  return notebook;
}
