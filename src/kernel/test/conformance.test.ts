import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPython, type Jupyter, NO_PYTHON, runPython, temporaryJupyter } from './python.js';

const python = findPython();
if (!python) console.warn(`test/kernel/conformance: ${NO_PYTHON}`);

describe.skipIf(!python)("Jupyter's own tests of a kernel", () => {
  let jupyter: Jupyter;
  beforeAll(() => {
    jupyter = temporaryJupyter();
  });
  afterAll(() => jupyter.remove());

  test('jupyter_kernel_test, restart, interrupt, the end of the client', async () => {
    const script = fileURLToPath(new URL('./conformance.py', import.meta.url));
    const { code, output } = await runPython([script, '-v'], jupyter);
    expect(output).toMatch(/Ran \d\d tests/);
    expect(output).not.toMatch(/^(FAIL|ERROR):/m);
    // Skipped: the pager only, an IPython feature.
    expect(output.match(/\.\.\. skipped/g)).toHaveLength(1);
    expect(code, output).toBe(0);
  });
});
