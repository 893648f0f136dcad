import { describe, expect, test } from 'vitest';
import { NO_PYTHON } from '../../src/kernel/test/python.js';
import { executedQuickly, figuresOf, python, textOf } from './notebook.js';
import { expectCommitted, outputsOf } from './run.js';

const name = '01-data-and-density.ipynb';
if (!python) console.warn(`test/notebooks: ${NO_PYTHON}`);

/** Precision and share on skin-toned emoji of a set of seeds, in per cent, from the notebook's table. */
function rowOf(text: string, name: string): { precision: number; toned: number } {
  const line = text.split('\n').find((each) => each.startsWith(`|${name}|`))!;
  const [, , , precision, toned] = line.split('|').map(Number.parseFloat);
  return { precision: precision!, toned: toned! };
}

test('data and density is committed executed', () => {
  expect(figuresOf(outputsOf(expectCommitted(name)))).toHaveLength(3);
});

describe.skipIf(!python)('data and density runs', () => {
  test('and shows that hubness correction takes seeds off the crowd and makes them right', async () => {
    const outputs = await executedQuickly(name);
    const text = textOf(outputs);
    expect(figuresOf(outputs)).toHaveLength(3);
    const [plain, corrected] = [rowOf(text, 'pictures + attributes'), rowOf(text, 'the same with CSLS')];
    expect(plain.toned).toBeGreaterThan(80);
    expect(corrected.toned).toBeLessThan(30);
    expect(corrected.precision).toBeGreaterThan(plain.precision + 40);
  }, 600_000);
});
