import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPython, type Jupyter, NO_PYTHON } from '../../src/kernel/test/python.js';
import { executed, expectCommitted, figureTitles, type Notebook, notebookJupyter, tablesOf } from './run.js';

const python = findPython();
if (!python) console.warn(`test/notebooks: ${NO_PYTHON}`);

const name = '02-attraction-and-repulsion.ipynb';
/** Smaller than committed; the statements must hold all the same. */
const parameters = { quick: 'True' };

/** What the prose says of the numbers. */
function expectStatements(notebook: Notebook): void {
  expect(figureTitles(notebook)).toHaveLength(5);
  const [kept, slopes, pulls, real] = tablesOf(notebook);
  expect(kept).toHaveLength(6);
  for (const row of slopes!)
    expect(Math.abs(Number(row['closed form']) - Number(row['finite difference']))).toBeLessThan(2e-5);
  expect(pulls).toHaveLength(5);
  const [overlapping, ...apart] = pulls!;
  expect(Math.abs(Number(overlapping!['ρ near']) - Number(overlapping!['ρ far']))).toBeLessThan(0.1);
  for (const row of apart) {
    expect(row['ρ near']).toBeGreaterThan(Number(row['ρ far']));
    expect(row['ρ near']).toBeGreaterThan(Number(row['ρ near, sphere']));
    expect(row['largest error']).toBeLessThan(0.2);
  }
  for (const row of real!) expect(row['pull measured']).toBeGreaterThan(Number(row['pull predicted']) + 0.05);
}

test('is committed executed, and says what its numbers say', () => {
  const notebook = expectCommitted(name);
  expectStatements(notebook);
  for (const row of tablesOf(notebook)[2]!) expect(row['largest error']).toBeLessThan(0.08);
});

describe.skipIf(!python)('runs', () => {
  let jupyter: Jupyter;
  beforeAll(() => {
    jupyter = notebookJupyter();
  });
  afterAll(() => jupyter.remove());

  test.each(['typescript', 'tslab'] as const)(
    'on %s',
    async (kernel) => {
      expectStatements(await executed(jupyter, name, parameters, kernel));
    },
    300_000,
  );
});
