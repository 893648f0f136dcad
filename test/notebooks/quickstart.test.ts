import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../kernel/build.js';
import { findPython, type Jupyter, NO_PYTHON, runPython, temporaryJupyter } from '../kernel/python.js';

const python = findPython();
if (!python) console.warn(`test/notebooks: ${NO_PYTHON}`);

const source = join(root, 'notebooks', '00-quickstart.ipynb');
/** Small, so that the whole notebook takes a minute: what it shows is then another, how it runs is the same. */
const parameters = ['-p', 'quick', 'True'];

interface Output {
  output_type: string;
  data?: Record<string, unknown>;
}
interface Notebook {
  cells: { cell_type: string; execution_count: number | null; outputs?: Output[]; source: string | string[] }[];
}

const readNotebook = (path: string): Notebook => JSON.parse(readFileSync(path, 'utf8'));
const outputsOf = (notebook: Notebook) => notebook.cells.flatMap((cell) => cell.outputs ?? []);
const htmlOf = (notebook: Notebook) => outputsOf(notebook).map((o) => [o.data?.['text/html'] ?? ''].flat().join(''));

/** What a reader must see: tables, pictures of pairs in frames, the final measures, a Plotly figure, no error. */
function expectComplete(notebook: Notebook): void {
  expect(outputsOf(notebook).filter((o) => o.output_type === 'error')).toEqual([]);
  const html = htmlOf(notebook).join('');
  expect(html).toContain('left (en, Twemoji)');
  expect(html.match(/<span title=/g)).toHaveLength(90);
  expect(html.match(/data:image\/webp/g)!.length).toBeGreaterThan(150);
  expect(html).toContain('>hits1</th>');
  const figures = outputsOf(notebook).filter((o) => o.data?.['application/vnd.plotly.v1+json']);
  expect(figures).toHaveLength(1);
}

test('the quickstart is committed executed, its cells in order, without timings', () => {
  const notebook = readNotebook(source);
  expectComplete(notebook);
  const code = notebook.cells.filter((cell) => cell.cell_type === 'code');
  expect(code.map((cell) => cell.execution_count)).toEqual(code.map((_, i) => i + 1));
  const progress = outputsOf(notebook).map((o) => [o.data?.['text/plain'] ?? ''].flat().join(''));
  expect(progress.join('\n')).not.toMatch(/\d s\b/);
  expect(readFileSync(source).length).toBeLessThan(3e6);
});

describe.skipIf(!python)('the quickstart runs', () => {
  let jupyter: Jupyter;
  const path = (...parts: string[]) => join(jupyter.folder, ...parts);

  /** Runs it from a folder that has the package installed, as a user's project has; with another kernel if one is named. */
  async function executed(out: string, kernel: string): Promise<Notebook> {
    const args = [
      '-m',
      'papermill',
      source,
      path(out),
      ...parameters,
      '-k',
      kernel,
      '--log-output',
      '--no-progress-bar',
    ];
    const { code, output } = await runPython([...args, '--language', 'typescript', '--cwd', path('project')], jupyter);
    expect(code, output).toBe(0);
    return readNotebook(path(out));
  }

  beforeAll(() => {
    jupyter = temporaryJupyter();
    mkdirSync(path('project', 'node_modules'), { recursive: true });
    symlinkSync(root, path('project', 'node_modules', 'psqe'), 'junction');
    const spec = join(jupyter.env.JUPYTER_PATH!, 'kernels', 'tslab');
    mkdirSync(spec, { recursive: true });
    const tslab = join(root, 'node_modules', 'tslab', 'bin', 'tslab');
    const argv = [process.execPath, tslab, 'kernel', '--config-path', '{connection_file}'];
    writeFileSync(join(spec, 'kernel.json'), JSON.stringify({ argv, display_name: 'tslab', language: 'typescript' }));
  });
  afterAll(() => jupyter.remove());

  test('on the kernel psqe', async () => {
    const notebook = await executed('psqe.ipynb', 'psqe');
    expectComplete(notebook);
  }, 600_000);

  test('on stock tslab', async () => {
    const notebook = await executed('tslab.ipynb', 'tslab');
    expectComplete(notebook);
  }, 600_000);
});
