/**
 * VS Code gives cells to TypeScript's server as open files of names that lie nowhere, in one inferred project a folder. This
 * talks to the server as VS Code's extension does (typescript-language-features); bench/kernel-vscode.ts runs VS Code itself.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './build.js';
import type { Content } from './client.js';

/** What VS Code sets for files that belong to no project. */
const OPTIONS = {
  module: 'ESNext',
  moduleResolution: 'Bundler',
  target: 'ES2022',
  jsx: 'react-jsx',
  allowImportingTsExtensions: true,
  strictNullChecks: true,
  strictFunctionTypes: true,
  allowJs: true,
  allowSyntheticDefaultImports: true,
  allowNonTsExtensions: true,
  resolveJsonModule: true,
};

let folder: string;
let server: ChildProcess;
let asked = 0;
const waiting = new Map<number, (body: Content) => void>();

function send(command: string, args: object): number {
  asked += 1;
  server.send({ seq: asked, type: 'request', command, arguments: args });
  return asked;
}

const ask = (command: string, args: object): Promise<Content> =>
  new Promise((resolve) => waiting.set(send(command, args), resolve));

const cellName = (i: number): string => `^/vscode-notebook-cell/ts-nul-authority${folder}/a.ipynb#W${i}sZmlsZQ==`;

/** Opens a notebook's cells; the first character of each name is a number of its own. */
function open(first: number, cells: string[]): void {
  for (const [i, fileContent] of cells.entries())
    send('open', { file: cellName(first + i), fileContent, scriptKindName: 'TS', projectRootPath: folder });
}

const codes = async (command: string, i: number): Promise<number[]> =>
  (await ask(command, { file: cellName(i) })).map((d: { code: number }) => d.code);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vscode-cells-'));
  const kernel = join(folder, 'node_modules/typescript-kernel');
  mkdirSync(kernel, { recursive: true });
  for (const file of ['package.json', 'globals.d.ts']) copyFileSync(join(root, 'src/kernel', file), join(kernel, file));
  symlinkSync(join(root, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const tsserver = createRequire(import.meta.url).resolve('typescript/lib/tsserver.js');
  server = fork(
    tsserver,
    ['--useInferredProjectPerProjectRoot', '--useNodeIpc', '--disableAutomaticTypingAcquisition'],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  server.on('message', (message: Content) => {
    if (message.type === 'response') waiting.get(message.request_seq)?.(message.body ?? []);
  });
  await ask('compilerOptionsForInferredProjects', { options: OPTIONS });
});
afterAll(() => {
  server.kill();
  rmSync(folder, { recursive: true });
});

test('names go from cell to cell, the globals are known by one line, and what VS Code shows as errors are none', async () => {
  open(0, [
    '/// <reference types="typescript-kernel/globals" />\nconst seeds = [{ precision: 0.74 }];',
    'const first = await Promise.resolve(seeds[0]);\ndisplay.html(String(first.precision));',
    'const { readFileSync } = await import("node:fs");',
    'readFileSync("a").length; first.precision.toFixed();',
  ]);
  for (const i of [0, 1, 2, 3]) {
    expect(await codes('syntacticDiagnosticsSync', i)).toEqual([]);
    // 1375: "await" outside of a module. VS Code shows no semantic errors of cells since 1.90 (its issue 212366).
    expect((await codes('semanticDiagnosticsSync', i)).filter((code) => code !== 1375)).toEqual([]);
  }
  const members = async (i: number, line: number, offset: number): Promise<string[]> =>
    (await ask('completionInfo', { file: cellName(i), line, offset })).entries.map((e: { name: string }) => e.name);
  expect(await members(1, 2, 9)).toContain('markdown');
  expect(await members(3, 1, 33)).toContain('precision');
});

test('what does not go: names of an import statement are those of its cell alone', async () => {
  open(10, ['import { join } from "node:path";\nconst here = join("a");', 'join("b");']);
  expect(await codes('semanticDiagnosticsSync', 10)).toEqual([]);
  expect(await codes('semanticDiagnosticsSync', 11)).toEqual([2304]);
});
