import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type Cell, readPercent } from './percent.js';
import { Session } from './session.js';

/** A notebook file (nbformat 4). */
interface Notebook {
  cells: (Cell & { id?: string; outputs?: unknown[]; execution_count?: number | null })[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export interface RunResult {
  /** The notebook written. */
  output: string;
  cells: number;
  /** The traceback of the cell that failed, with its number among the notebook's cells (from 1). */
  error?: { cell: number; traceback: string };
}

const KERNELSPEC = { display_name: 'TypeScript', language: 'typescript', name: 'typescript' };

function fromText(text: string): Notebook {
  const { cells, formats } = readPercent(text);
  const language_info = { name: 'typescript', file_extension: '.ts', mimetype: 'application/typescript' };
  const metadata = { kernelspec: KERNELSPEC, language_info, ...(formats ? { jupytext: { formats } } : {}) };
  return {
    cells: cells.map((cell) => ({ id: randomUUID().slice(0, 8), ...cell })),
    metadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function fromJson(file: string, text: string): Notebook {
  const notebook = JSON.parse(text) as Notebook;
  if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells))
    throw new Error(`${file}: not a notebook of nbformat 4; open it in JupyterLab and save it`);
  return notebook;
}

/** A cell's text, which files have whole or as a list of lines. */
const sourceOf = (cell: { source: string | string[] }): string => [cell.source].flat().join('');

async function runCells(notebook: Notebook, cwd: string): Promise<RunResult['error']> {
  const session = await Session.start(cwd);
  try {
    for (const [i, cell] of notebook.cells.entries()) {
      if (cell.cell_type !== 'code') continue;
      const { outputs, execution_count, status } = await session.execute(sourceOf(cell));
      Object.assign(cell, { outputs, execution_count });
      if (session.widgets) notebook.metadata.widgets = session.widgets;
      if (status === 'ok') continue;
      const error = outputs.find((o) => o.output_type === 'error') as { traceback?: string[] } | undefined;
      return { cell: i + 1, traceback: (error?.traceback ?? []).join('\n') };
    }
    return undefined;
  } finally {
    await session.stop();
  }
}

/**
 * Executes a notebook without Jupyter, in the folder it lies in, and writes it with its outputs: a text notebook
 * (`.ts`, cells begin with `// %%`) as an `.ipynb` beside it, an `.ipynb` in its place. A cell that fails ends the run;
 * what the cells before it and itself gave is written all the same.
 * @throws Error when there is no such file, it is no notebook, or the kernel does not start
 */
export async function runNotebook(file: string, to?: string): Promise<RunResult> {
  if (!existsSync(file)) throw new Error(`${file}: no such file`);
  const isText = /\.[cm]?ts$/.test(file);
  if (!isText && !file.endsWith('.ipynb')) throw new Error(`${file}: a notebook is called .ts or .ipynb`);
  const output = to ?? file.replace(/\.[cm]?ts$/, '.ipynb');
  const text = readFileSync(file, 'utf8');
  const notebook = isText ? fromText(text) : fromJson(file, text);
  for (const cell of notebook.cells)
    if (cell.cell_type === 'code') Object.assign(cell, { outputs: [], execution_count: null });
  const error = await runCells(notebook, dirname(resolve(file)));
  writeWhole(resolve(output), `${JSON.stringify(notebook, undefined, 1)}\n`);
  return { output, cells: notebook.cells.length, ...(error ? { error } : {}) };
}

/** Whether a process of this number runs. */
function runs(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The whole file or the old one: nobody finds half of it. Takes away what runs that were killed left of it. */
function writeWhole(file: string, text: string): void {
  const [folder, start] = [dirname(file), `.${basename(file)}.`];
  const halves = readdirSync(folder).filter((name) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)));
  for (const name of halves)
    if (!runs(Number(name.slice(start.length)))) rmSync(resolve(folder, name), { force: true });
  const half = resolve(folder, `${start}${process.pid}`);
  try {
    writeFileSync(half, text, { flush: true });
    renameSync(half, file);
  } finally {
    rmSync(half, { force: true });
  }
}
