import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildKernel, root } from './build.js';

/** A copy inside the repository, where the packages are already. */
const folder = join(root, '.cache/examples');

interface Output {
  output_type: string;
  data?: Record<string, string>;
}

/** Runs an example of the package; answers with the MIME types that each code cell shows. */
async function shownBy(name: string): Promise<string[][]> {
  const text = readFileSync(join(root, 'src/kernel/examples', name), 'utf8').replace(/^\/\/ %npm .*$/gm, '');
  const file = join(folder, name);
  writeFileSync(file, text);
  const { runNotebook } = await import(join(buildKernel(), '../run/run.js'));
  const { error, output } = await runNotebook(file, join(folder, `${basename(name, '.ts')}.ipynb`));
  expect(error?.traceback).toBeUndefined();
  const { cells } = JSON.parse(readFileSync(output, 'utf8')) as { cells: { outputs?: Output[] }[] };
  return cells.flatMap(({ outputs }) => (outputs ? [outputs.flatMap((o) => Object.keys(o.data ?? {}).sort())] : []));
}

beforeAll(() => void mkdirSync(folder, { recursive: true }));

test('drawings.ts', async () => {
  expect(await shownBy('drawings.ts')).toEqual([
    [],
    ['image/svg+xml', 'text/html', 'text/plain'],
    ['application/vnd.vegalite.v5+json', 'text/plain'],
    ['text/html', 'text/plain'],
    ['image/png', 'text/plain'],
    ['text/html', 'text/plain'],
  ]);
});

test('widgets.ts: their states are saved in the notebook', async () => {
  const view = 'application/vnd.jupyter.widget-view+json';
  expect(await shownBy('widgets.ts')).toEqual([
    [view, 'text/plain', 'application/vnd.plotly.v1+json', 'text/plain'],
    [view, 'text/plain'],
    ['text/plain'],
  ]);
  const { metadata } = JSON.parse(readFileSync(join(folder, 'widgets.ipynb'), 'utf8'));
  const { state } = metadata.widgets['application/vnd.jupyter.widget-state+json'];
  const counts = Object.values<{ model_name: string; state: { count?: number } }>(state);
  expect(counts.map((model) => [model.model_name, model.state.count])).toEqual([
    ['AnyModel', undefined],
    ['AnyModel', 10],
  ]);
});
