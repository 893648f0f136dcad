import { describe, expect, test } from 'vitest';
import { NO_PYTHON } from '../../src/kernel/test/python.js';
import { executedQuickly, python, textOf } from './notebook.js';
import { expectCommitted, figureTitles, type Output, outputsOf, tablesOf } from './run.js';

const name = '05-your-own-loss-and-encoder.ipynb';
if (!python) console.warn(`test/notebooks: ${NO_PYTHON}`);

/** What a reader must see, whatever the numbers: faults that are found, checks that pass, five models, figures. */
function expectComplete(outputs: Output[]): ReturnType<typeof tablesOf> {
  const shown = { cells: [{ cell_type: 'code', execution_count: 1, outputs, source: '' }] };
  expect(figureTitles(shown)).toEqual([
    'Is the gradient right? Every variable, two directions',
    'A new loss, a new encoder, and both',
    'Hits@1 by kind of test link',
  ]);
  const tables = tablesOf(shown);
  const [alone, lossChecks, forgotten, negative, modelChecks, compared, mine] = tables;
  expect(tables).toHaveLength(7);
  expect(alone).toMatchObject([{ check: 'finite values', where: 'a batch of one pair', what: 'costs -Infinity' }]);
  expect(forgotten).toMatchObject([{ check: 'variables' }]);
  expect(negative).toMatchObject([{ check: 'right pairs cost less' }]);
  for (const checks of [lossChecks!, modelChecks!]) {
    const last = checks.at(-1)!;
    expect(last.check).toBe('gradients are right');
    expect(Number(/error ([\d.]+) %/.exec(String(last.found))![1])).toBeLessThan(2);
  }
  expect(compared!.map(({ model }) => model)[0]).toBe('MCLEA');
  expect(compared).toHaveLength(5);
  expect(mine!.at(-1)!.model).toBe('mine');
  expect(textOf(outputs)).not.toMatch(/NaN|undefined/);
  return tables;
}

test('is committed executed, and its verdicts are those of its intervals', () => {
  const outputs = outputsOf(expectCommitted(name));
  const compared = expectComplete(outputs)[5]!;
  const verdicts = textOf(outputs)
    .split('\n')
    .filter((line) => line.startsWith('- **'));
  const rows = compared.filter(({ model }) => model !== 'MCLEA');
  expect(verdicts).toHaveLength(rows.length);
  rows.forEach(({ model, low, high, runs }, i) => {
    expect(runs).toBeGreaterThan(2);
    expect(verdicts[i]).toContain(`**${model}**`);
    const said = Number(low) > 0 ? /better, by/ : Number(high) < 0 ? /worse, by/ : /not to be told from chance/;
    expect(verdicts[i]).toMatch(said);
  });
});

describe.skipIf(!python)('runs', () => {
  test('quickly, and finds the same faults', async () => {
    const tables = expectComplete(await executedQuickly(name));
    for (const row of tables[5]!) expect(row['Hits@1']).toBeGreaterThan(40);
  }, 600_000);
});
