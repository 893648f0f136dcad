import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/kernel/test/build.js';
import { findPython, temporaryJupyter } from '../../src/kernel/test/python.js';
import type { KernelUnderTest } from './kernels.js';

/** jupyter_kernel_test's verdict on a kernel: "16 of 18", or why there is none. */
export function conformance(kernel: KernelUnderTest): string {
  const python = findPython();
  if (!python) return 'no .venv';
  const jupyter = temporaryJupyter();
  try {
    const folder = join(jupyter.folder, 'an environment/share/jupyter/kernels/anchor');
    mkdirSync(folder, { recursive: true });
    const spec = {
      argv: kernel.command,
      display_name: kernel.name,
      language: 'typescript',
      interrupt_mode: kernel.interrupt,
      env: kernel.env,
    };
    writeFileSync(join(folder, 'kernel.json'), JSON.stringify(spec));
    const script = join(root, 'bench/kernel/conformance.py');
    const samples = JSON.stringify({ ...kernel.conformance, html: kernel.html('<i>x</i>') });
    const { stdout } = spawnSync(python, [script, 'anchor', samples], {
      env: jupyter.env,
      encoding: 'utf8',
      timeout: 400_000,
    });
    const [, passed, failed] = /passed (\d+) failed (\d+)/.exec(stdout) ?? [];
    return passed ? `${passed} of ${Number(passed) + Number(failed)}` : 'did not end';
  } finally {
    jupyter.remove();
  }
}
