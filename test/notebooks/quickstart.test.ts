import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPython, type Jupyter, NO_PYTHON } from '../../src/kernel/test/python.js';
import { executed, expectCommitted, figureTitles, type Notebook, notebookJupyter, outputsOf, tablesOf } from './run.js';

const python = findPython();
if (!python) console.warn(`test/notebooks: ${NO_PYTHON}`);

const name = '00-quickstart.ipynb';

/** What a reader must see: tables, pictures of pairs in frames, the final measures, three Plotly figures. */
function expectComplete(notebook: Notebook): ReturnType<typeof tablesOf> {
  const html = outputsOf(notebook)
    .map((o) => [o.data?.['text/html'] ?? ''].flat().join(''))
    .join('');
  expect(html.match(/<span title=/g)).toHaveLength(120);
  expect(html.match(/data:image\/webp/g)!.length).toBeGreaterThan(150);
  expect(figureTitles(notebook)).toHaveLength(3);
  const tables = tablesOf(notebook);
  expect(tables).toHaveLength(4);
  expect(tables[0]!.map((row) => row.entities)).toEqual([4063, 4063]);
  return tables;
}

/** What it is about: PSQE's seeds are more, right, and everywhere, and the aligner is better for it. */
function expectGain([, seeds, aligned]: ReturnType<typeof tablesOf>, least: { precision: number; hits1: number }) {
  const [pivot, psqe] = seeds!;
  expect(psqe!.count).toBeGreaterThan(2 * Number(pivot!.count));
  expect(psqe!.precision).toBeGreaterThan(Number(pivot!.precision) + least.precision);
  expect(psqe!['within one hop of a seed']).toBeGreaterThan(Number(pivot!['within one hop of a seed']) + 0.2);
  expect(psqe!['KL to the entities’ clusters']).toBeLessThan(Number(pivot!['KL to the entities’ clusters']) / 2);
  const [before, after] = aligned!;
  expect(after!.hits1).toBeGreaterThan(Number(before!.hits1) + least.hits1);
}

test('the quickstart is committed executed, and PSQE wins in it', () => {
  expectGain(expectComplete(expectCommitted(name)), { precision: 0.15, hits1: 0.15 });
});

describe.skipIf(!python)('the quickstart runs', () => {
  let jupyter: Jupyter;
  beforeAll(() => {
    jupyter = notebookJupyter();
  });
  afterAll(() => jupyter.remove());

  test.each(['typescript', 'tslab'] as const)(
    'on %s, quickly, with the same outcome',
    async (kernel) => {
      expectGain(expectComplete(await executed(jupyter, name, { quick: 'True' }, kernel)), {
        precision: 0.05,
        hits1: 0.1,
      });
    },
    600_000,
  );
});
