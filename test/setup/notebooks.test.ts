import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/kernel/test/build.js';
import { type Jupyter, NO_PYTHON, temporaryJupyter } from '../../src/kernel/test/python.js';

const load = (file: string) => import(pathToFileURL(join(resolve(root), 'src', 'setup', file)).href);
const { executeNotebook, notebookFiles } = await load('notebooks.mjs');
const { venvPython } = await load('python.mjs');

const folder = mkdtempSync(join(tmpdir(), 'psqe notebooks '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cell = (id: string, source: string, metadata = {}) => ({
  cell_type: 'code',
  id,
  metadata,
  source,
  outputs: [],
  execution_count: null,
});

/** A notebook on disk: a heading with mathematics and a link, a parameters cell, then `code`. */
function notebook(name: string, code: string): string {
  const markdown = {
    cell_type: 'markdown',
    id: 'top',
    metadata: {},
    source: `# Of *${name}* & more\nShows $x^2$. See [b](b.ipynb).`,
  };
  const cells = [
    markdown,
    cell('set', 'let quick: boolean = false; // small', { tags: ['parameters'] }),
    cell('run', code, { tags: ['prose'] }),
  ];
  const metadata = { kernelspec: { name: 'typescript', display_name: 'TypeScript', language: 'typescript' } };
  const file = join(folder, `${name}.ipynb`);
  writeFileSync(file, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
  return file;
}
const outputs = (file: string) =>
  JSON.parse(readFileSync(file, 'utf8')).cells.flatMap((c: { outputs?: object[] }) => c.outputs ?? []);

test('notebooks are found by the start of their names, in reading order; a wrong name lists those that are there', () => {
  for (const name of ['10-b', '02-a']) notebook(name, '1');
  const names = (wanted: string[]) =>
    notebookFiles(wanted, folder).map((file: string) => file.slice(folder.length + 1));
  expect(names([])).toEqual(['02-a.ipynb', '10-b.ipynb']);
  expect(names(['10'])).toEqual(['10-b.ipynb']);
  expect(() => names(['03'])).toThrow(/no notebook "03"/);
});

test('the committed notebooks carry the name that the package of the kernel installs', () => {
  const specs = notebookFiles().map((file: string) => JSON.parse(readFileSync(file, 'utf8')).metadata.kernelspec);
  expect(specs.length).toBeGreaterThan(5);
  for (const spec of specs)
    expect(spec).toEqual({ name: 'typescript', display_name: 'TypeScript', language: 'typescript' });
});

test('code that only sets up, writes prose or shows the result first is folded: in JupyterLab by its metadata, in the book by its tag', () => {
  for (const file of notebookFiles()) {
    const { cells } = JSON.parse(readFileSync(file, 'utf8'));
    const code = cells.filter((c: { cell_type: string }) => c.cell_type === 'code');
    expect(code[0].metadata.tags, file).toEqual(['setup']);
    for (const { metadata, source } of code) {
      const folded = ['setup', 'prose', 'result'].some((tag) => metadata.tags?.includes(tag));
      expect(metadata.jupyter?.source_hidden ?? false, source.join('')).toBe(folded);
    }
  }
});

const python = existsSync(venvPython);
if (!python) console.warn(`test/setup/notebooks: ${NO_PYTHON}`);

describe.skipIf(!python)('with the Python environment', () => {
  let jupyter: Jupyter;
  beforeAll(() => {
    jupyter = temporaryJupyter();
    process.env.JUPYTER_PATH = jupyter.env.JUPYTER_PATH;
  });
  afterAll(() => {
    delete process.env.JUPYTER_PATH;
    jupyter.remove();
  });

  test('a notebook is executed in place, twice to the same bytes, without timings; quick elsewhere', async () => {
    const file = notebook('03-run', 'quick ? "small" : "large"');
    await executeNotebook(file);
    const first = readFileSync(file, 'utf8');
    expect(outputs(file)[0].data['text/plain']).toEqual(["'large'"]);
    expect(first).not.toContain('iopub');
    const small = join(folder, 'small.json');
    await executeNotebook(file, { quick: true, target: small });
    expect(outputs(small)[0].data['text/plain']).toEqual(["'small'"]);
    expect(readFileSync(file, 'utf8')).toBe(first);
    await executeNotebook(file);
    expect(readFileSync(file, 'utf8')).toBe(first);
  });

  test('one that fails, or grows too large, stays as it was', async () => {
    const wrong = notebook('04-wrong', 'throw new Error("no such thing")');
    const large = notebook('05-large', 'kernel.outputLimit = 9e6; console.log("x".repeat(3.1e6))');
    for (const [file, why] of [
      [wrong, /no such thing/],
      [large, /at most 3000000/],
    ] as const) {
      const before = readFileSync(file, 'utf8');
      await expect(executeNotebook(file)).rejects.toThrow(why);
      expect(readFileSync(file, 'utf8')).toBe(before);
    }
  });
});
