import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from './build.js';
import { Client } from './client.js';

export interface SmallProject {
  kernel: Client;
  /** Writes a file of the project; `later` seconds in the future, for files that must be newer than others. */
  write(path: string, text: string, later?: number): void;
  /** Runs a cell that must fail. */
  fails(code: string): Promise<{ ename: string; evalue: string; traceback: string }>;
}

/**
 * A kernel in a small project of its own, built nowhere: its package's name and `../src/*` lead to the sources.
 * @param name of the folder: test files run side by side
 */
export async function smallProject(name: string): Promise<SmallProject> {
  const folder = join(root, '.cache/kernel-test', name);
  const write = (path: string, text: string, later = 0): void => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    // Two writes within a tick of the disk's clock are two versions all the same.
    const now = Date.now() / 1000 + Math.random() * 100 + later;
    utimesSync(file, now, now);
  };
  rmSync(folder, { recursive: true, force: true });
  write(
    'package.json',
    JSON.stringify({
      name: 'small',
      type: 'module',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    }),
  );
  write(
    'tsconfig.json',
    '{ // built files have a place, though none are there\n "compilerOptions": { "rootDir": "src", "outDir": "dist", } }',
  );
  write('src/index.ts', "export { shift, fail } from './shift.js';\nexport type { Shift } from './types.js';\n");
  write('src/types.ts', 'export interface Shift { by: number }\n');
  write('src/step.ts', 'export const step: number = 1;\nexport const where: string = import.meta.url;\n');
  write(
    'src/shift.ts',
    `import { step } from './step.js';
import type { Shift } from './types.js';
/** Moves a number along. */
export function shift(n: number, o: Shift = { by: step }): number {
  return n + o.by;
}
export function fail(): never {
  throw new RangeError('far out');
}
`,
  );
  write('notebooks/data.json', '{"answer": 42}');
  const kernel = await Client.start({ cwd: join(folder, 'notebooks') });
  return { kernel, write, fails: (code) => failure(kernel, code) };
}

async function failure(kernel: Client, code: string): Promise<{ ename: string; evalue: string; traceback: string }> {
  const { reply } = await kernel.execute(code, {}, 60_000);
  expect(reply.status).toBe('error');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return { ...reply, traceback: reply.traceback.join('\n').replace(/\x1b\[\d+m/g, '') };
}
