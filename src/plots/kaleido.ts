import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { howToInstall, PsqeError, packageRoot } from '../base/index.js';
import type { Figure } from './figure.js';

/** One figure to draw: `width` × `height` in CSS pixels, PNG with `scale` device pixels each. */
export interface Drawing {
  readonly figure: Figure;
  readonly format: 'png' | 'svg';
  readonly width: number;
  readonly height: number;
  readonly scale?: number;
}

/** The folder of kaleido 0.2.1's own browser: PSQE_KALEIDO, else in the `.venv` of the package or the current folder. */
export function findKaleido(): string | undefined {
  const given = process.env.PSQE_KALEIDO;
  const inside = ['site-packages', 'kaleido', 'executable'];
  const places = [packageRoot(), process.cwd()].flatMap((folder) => {
    const lib = join(folder, '.venv', 'lib');
    const unix = existsSync(lib) ? readdirSync(lib).map((python) => join(lib, python, ...inside)) : [];
    return [...unix, join(folder, '.venv', 'Lib', ...inside)];
  });
  return (given ? [given] : places).find((folder) => existsSync(program(folder)));
}

// The package's start script breaks on paths with blanks: start the program behind it, with the script's environment.
const program = (folder: string) =>
  process.platform === 'win32' ? join(folder, 'kaleido.cmd') : join(folder, 'bin', 'kaleido');

function start(folder: string) {
  const plotly = createRequire(import.meta.url).resolve('plotly.js-dist');
  const args = [
    'plotly',
    `--plotlyjs=${pathToFileURL(plotly).href}`,
    ...[
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-breakpad',
      '--allow-file-access-from-files',
    ],
  ];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LD_LIBRARY_PATH: [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    FONTCONFIG_PATH: join(folder, 'etc', 'fonts'),
    XDG_DATA_HOME: join(folder, 'xdg'),
  };
  delete env.LD_PRELOAD;
  const windows = process.platform === 'win32';
  return windows
    ? spawn(`"${program(folder)}"`, args, { cwd: folder, stdio: 'pipe', shell: true })
    : spawn(program(folder), args, { cwd: folder, env, stdio: 'pipe' });
}

interface Answer {
  readonly code: number;
  readonly message: string | null;
  readonly result: string | null;
}

/**
 * Draws figures with kaleido 0.2.1, a headless browser that PyPI brings: one process, one JSON line a figure.
 * @returns the files' contents, in order
 * @throws {PsqeError} when kaleido cannot be started, refuses a figure, or does not answer in `timeout` milliseconds
 */
export async function drawWithKaleido(
  folder: string,
  drawings: readonly Drawing[],
  timeout = 60_000,
): Promise<Buffer[]> {
  const child = start(folder);
  const failed = new Promise<never>((_, reject) => {
    const fail = (why: string) =>
      reject(
        new PsqeError(`the figure exporter ${why}`, folder, `Install it again: ${howToInstall('kaleido==0.2.1')}`),
      );
    child.on('error', (error) => fail(`could not be started: ${error.message}`));
    child.on('close', (code) => fail(`ended early (status ${code})`));
    child.stdin.on('error', () => {});
    setTimeout(() => fail(`did not answer in ${timeout / 1000} s`), timeout).unref();
  });
  try {
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const line = await Promise.race([answers.next(), failed]);
      return JSON.parse(line.done ? await failed : line.value) as Answer;
    };
    await next(); // the first line tells the version
    const files: Buffer[] = [];
    for (const { figure, format, ...size } of drawings) {
      child.stdin.write(`${JSON.stringify({ data: figure, format, scale: 1, ...size })}\n`);
      const { code, message, result } = await next();
      if (code !== 0 || result === null)
        throw new PsqeError(`the figure exporter refused a figure: ${message}`, folder);
      files.push(Buffer.from(result, format === 'png' ? 'base64' : 'utf8'));
    }
    return files;
  } finally {
    failed.catch(() => {});
    child.stdin.end();
    child.kill();
  }
}
