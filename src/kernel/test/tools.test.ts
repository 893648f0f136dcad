import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notebook } from './notebook.js';
import { findPython, type Jupyter, NO_PYTHON, runPython, temporaryJupyter } from './python.js';

const python = findPython();
if (!python) console.warn(`test/kernel/tools: ${NO_PYTHON}`);

// A PNG of one pixel: what GitHub and nbconvert show of a figure that brings one.
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const CELLS = [
  '//@parameters\nlet k: number = 800; // how many\nlet names: string[] = ["a"];\nlet share: number = 0.5;\nlet flag: boolean = false;',
  'const doubled: number = k * 2;\nconsole.log(JSON.stringify({ doubled, names, share, flag }));',
  `display({ "application/vnd.plotly.v1+json": { data: [{ type: "bar", x: [1], y: [2] }], layout: {} }, "image/png": "${PNG}", "text/plain": "a figure" });`,
  'await new Promise((r) => setTimeout(r, 20)); doubled + 1',
];

interface Notebook {
  cells: {
    source: string;
    outputs: { output_type: string; text?: string; ename?: string; data?: Record<string, string> }[];
    metadata: { tags?: string[] };
  }[];
}

/** Notebook files hold texts whole or as a list of lines. */
const text = (value: string | string[] | undefined): string => [value ?? ''].flat().join('');

describe.skipIf(!python)('Jupyter tools run notebooks on the kernel', () => {
  let jupyter: Jupyter;
  const path = (name: string): string => join(jupyter.folder, name);
  const read = (name: string): Notebook => JSON.parse(readFileSync(path(name), 'utf8'));
  beforeAll(() => {
    jupyter = temporaryJupyter();
    writeFileSync(path('in put.ipynb'), notebook(CELLS));
  });
  afterAll(() => jupyter.remove());

  test('jupyter execute (nbclient)', async () => {
    const { code, output } = await runPython(
      ['-m', 'jupyter', 'execute', 'in put.ipynb', '--output', 'executed.ipynb'],
      jupyter,
    );
    expect(code, output).toBe(0);
    const { cells } = read('executed.ipynb');
    expect(text(cells[1]!.outputs[0]!.text)).toContain('"doubled":1600');
    expect(text(cells[3]!.outputs[0]!.data!['text/plain'])).toBe('1601');
  });

  test('nbconvert: an HTML page with the figure in it', async () => {
    const { code, output } = await runPython(
      ['-m', 'jupyter', 'nbconvert', '--to', 'html', '--execute', 'in put.ipynb', '--output', 'page.html'],
      jupyter,
    );
    expect(code, output).toBe(0);
    const html = readFileSync(path('page.html'), 'utf8');
    expect(html).toContain(`data:image/png;base64,${PNG}`);
    expect(html).toContain('1601');
  });

  test('papermill: parameters are given with their types', async () => {
    const given = ['-p', 'k', '21', '-y', '{names: ["quote \\" and \\n line", "ü"], share: 0.25, flag: true}'];
    const { code, output } = await runPython(
      ['-m', 'papermill', '--no-progress-bar', 'in put.ipynb', 'out.ipynb', ...given],
      jupyter,
    );
    expect(code, output).toBe(0);
    const { cells } = read('out.ipynb');
    const injected = cells.find((c) => c.metadata.tags?.includes('injected-parameters'))!;
    expect(text(injected.source)).toContain('k = 21;');
    const printed = cells.flatMap((c) => c.outputs).find((o) => o.output_type === 'stream')!;
    expect(JSON.parse(text(printed.text))).toEqual({
      doubled: 42,
      names: ['quote " and \n line', 'ü'],
      share: 0.25,
      flag: true,
    });
  });

  test('papermill: a parameter of the wrong type stops the notebook', async () => {
    const wrong = await runPython(
      ['-m', 'papermill', '--no-progress-bar', 'in put.ipynb', 'wrong.ipynb', '-p', 'k', 'many'],
      jupyter,
    );
    expect(wrong.code).not.toBe(0);
    expect(wrong.output).toContain("Type 'string' is not assignable to type 'number'");
  });

  test('papermill lists the parameters', async () => {
    const { output } = await runPython(['-m', 'papermill', '--help-notebook', 'in put.ipynb'], jupyter);
    expect(output).toMatch(/k: number \(default 800\)\s+how many/);
    expect(output).toMatch(/names: string\[\] \(default \["a"\]\)/);
  });

  test('a cell that ends the process is reported as a dead kernel with a reason', async () => {
    writeFileSync(path('dies.ipynb'), notebook(['1', 'process.exit(3)']));
    const { code, output } = await runPython(['-m', 'jupyter', 'execute', 'dies.ipynb'], jupyter);
    expect(code).not.toBe(0);
    expect(output).toContain('a cell ended the process (exit code 3)');
    expect(output).toMatch(/DeadKernelError|Kernel died/);
  });
});
