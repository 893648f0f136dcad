import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPython, type Jupyter, NO_PYTHON } from '../../src/kernel/test/python.js';
import { executed, expectCommitted, figureTitles, type Notebook, notebookJupyter, tablesOf } from './run.js';

const python = findPython();
if (!python) console.warn(`test/notebooks: ${NO_PYTHON}`);

const name = '03-density-bias.ipynb';
/** Smaller than committed: the statements of T3 and T4 must hold all the same, the experiment's sizes need not. */
const parameters = { quick: 'True' };

/** The mean of "mean [low, high]". */
const meanOf = (text: unknown): number => Number.parseFloat(String(text));

/** What the prose says of the numbers. */
function expectStatements(notebook: Notebook): void {
  expect(figureTitles(notebook)).toHaveLength(5);
  const [limits, pushes, shares, own, exceptions, masses, hops, real, effects, withPsqe] = tablesOf(notebook);
  // The limit is far at a low temperature and near at a high one.
  const [coldest, warmest] = [limits![0]!, limits!.at(-1)!];
  expect(coldest.error).toBeLessThan(-0.1);
  expect(Math.abs(Number(warmest.error))).toBeLessThan(0.02);
  expect(coldest['effective negatives']).toBeLessThan(Number(warmest['effective negatives']) / 4);
  // The gradient of a large batch at a high temperature is the limit's; of a small one at a low temperature it is not.
  expect(pushes!.at(-1)!['cosine of one batch']).toBeGreaterThan(0.99);
  expect(pushes![0]!['cosine of one batch']).toBeLessThan(Number(pushes!.at(-1)!['cosine of one batch']) - 0.1);
  // Weights bring the shares nearer to those of even seeds (not in a region of one seed, which has no negatives at all).
  const off = (column: string) =>
    shares!.reduce((sum, row) => sum + Math.abs(Number(row[column]) - Number(row['m of even seeds'])), 0);
  expect(off('weighted: measured')).toBeLessThan(0.8 * off('m measured'));
  for (const row of own!) expect(row['own share, measured']).toBeGreaterThan(0);
  expect(exceptions![0]!['gradient, of its share']).toBeGreaterThan(Number(exceptions![0]!['seeds, of its share']));
  // Balanced seeds give more even mass, and AdamW evens it further.
  const [pivot, stage1] = masses!;
  for (const column of ['KL of seeds', 'of gradients', 'of AdamW’s steps'])
    expect(meanOf(stage1![column])).toBeLessThan(meanOf(pivot![column]));
  for (const row of masses!) expect(meanOf(row['of AdamW’s steps'])).toBeLessThan(meanOf(row['of gradients']));
  for (const row of hops!.filter((r) => r['hops from a seed'] === 3 || r['hops from a seed'] === 'more'))
    expect(row['gradient of an entity / of a seed']).toBe(0);
  // On DBP15K the gradients follow the seeds' spread too, and Hits@1 follows both with precision falling.
  for (const [i, row] of real!.entries())
    if (i > 0)
      for (const column of ['KL of seeds', 'KL of gradients'])
        expect(row[column]).toBeLessThanOrEqual(Number(real![i - 1]![column]));
  expect(real!.at(-1)!['Hits@1']).toBeGreaterThan(Number(real![0]!['Hits@1']));
  expect(effects!.map(({ variant }) => variant)).toEqual([
    'even seeds',
    'repulsion balanced',
    'anchors balanced',
    'both balanced',
    'negatives from all',
  ]);
  expect(effects![0]!['of the gap closed']).toBe(1);
  expect(withPsqe).toHaveLength(6);
  for (const row of withPsqe!) expect(row['random seeds']).toBeGreaterThanOrEqual(3);
}

test('is committed executed: even seeds close a gap that no remedy of the loss closes', () => {
  const notebook = expectCommitted(name);
  expectStatements(notebook);
  const [even, ...remedies] = tablesOf(notebook)[8]!;
  expect(even!.from).toBeGreaterThan(3);
  for (const remedy of remedies) expect(remedy.to).toBeLessThan(Number(even!.from));
});

describe.skipIf(!python)('runs', () => {
  let jupyter: Jupyter;
  beforeAll(() => {
    jupyter = notebookJupyter();
  });
  afterAll(() => jupyter.remove());

  test('on psqe, quickly', async () => {
    expectStatements(await executed(jupyter, name, parameters));
  }, 300_000);
});
