import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installKernel } from '../install.js';
import { buildKernel, root } from './build.js';

/** The Python with Jupyter in it: the project's `.venv` (made by `npm start`), or the one that PSQE_TEST_PYTHON names. */
export function findPython(): string | undefined {
  const candidates = [
    process.env.PSQE_TEST_PYTHON,
    join(root, '.venv/bin/python'),
    join(root, '.venv/Scripts/python.exe'),
  ];
  return candidates.find((p) => p && existsSync(p));
}

export const NO_PYTHON = 'skipped: no .venv with Jupyter here (npm start makes it)';

export interface Jupyter {
  env: NodeJS.ProcessEnv;
  folder: string;
  remove(): void;
}

/** A Jupyter of its own: the kernel installed under a path with a blank, all its folders temporary. */
export function temporaryJupyter(): Jupyter {
  const folder = mkdtempSync(join(tmpdir(), 'kernel jupyter '));
  installKernel({ prefix: join(folder, 'an environment'), main: buildKernel() });
  const env = {
    ...process.env,
    JUPYTER_PATH: join(folder, 'an environment', 'share', 'jupyter'),
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_DATA_DIR: join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    JUPYTER_PLATFORM_DIRS: '1',
    IPYTHONDIR: join(folder, 'ipython'),
    PYTHONPATH: translator(join(folder, 'python')),
  };
  return { env, folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

/** The papermill translator as a package that Python finds, whether or not the environment has it. */
function translator(to: string): string {
  const info = join(to, 'typescript_papermill-1.0.0.dist-info');
  mkdirSync(info, { recursive: true });
  copyFileSync(join(root, 'src/kernel/papermill/typescript_papermill.py'), join(to, 'typescript_papermill.py'));
  writeFileSync(join(info, 'METADATA'), 'Metadata-Version: 2.1\nName: typescript-papermill\nVersion: 1.0.0\n');
  writeFileSync(
    join(info, 'entry_points.txt'),
    '[papermill.engine]\ntypescript = typescript_papermill:TypeScriptEngine\n',
  );
  return to;
}

export interface Ended {
  code: number | null;
  output: string;
}

/** Runs the Python and collects what it prints. */
export function runPython(args: readonly string[], jupyter: Jupyter, cwd = jupyter.folder): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(findPython()!, args, { cwd, env: jupyter.env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data;
      });
    child.on('close', (code) => resolve({ code, output }));
  });
}
