/**
 * A notebook's cells in VS Code itself, in Chromium: `node bench/run.mjs kernel-vscode`. VS Code comes from npm's package
 * code-server, without what it compiles or fetches when installed (search, a terminal): its editor and its TypeScript work so.
 * Looks at what is marked as an error and at what is completed; a screenshot in .cache/browser. Exits with 1 when
 * something is not as the package's README says. A command of its own (a minute and 300 MB at first), no part of `npm test`: there
 * `src/kernel/test/vscode.test.ts` talks to TypeScript's server. Cells are not run: the extension that does is in no registry.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../src/kernel/test/build.js';
import { notebook } from '../src/kernel/test/notebook.js';
import { findChromium, launch, NO_CHROMIUM } from '../test/browser/browser.js';

/** The last one whose server runs on Node 20. */
const VERSION = '4.100.3';

/** What VS Code must mark, and no more: a member that is missing is an error of syntax, the last cell's one of types. */
const CELLS = [
  '/// <reference types="typescript-kernel/globals" />\nconst seeds = [{ precision: 0.74 }];',
  'const first = await Promise.resolve(seeds[0]);\ndisplay.html(String(first.precision));',
  'const { readFileSync } = await import("node:fs");\nreadFileSync("a").length;',
  'first.',
  'const wrong: number = "text";',
];

/** VS Code's server of the npm package, installed on first use. */
function vscode(): string {
  const folder = join(root, '.cache', `code-server-${VERSION}`);
  const server = join(folder, 'node_modules/code-server/lib/vscode');
  const install = (where: string, ...more: string[]): void =>
    void execFileSync('npm', ['install', '--ignore-scripts', '--omit=dev', '--no-save', ...more], {
      cwd: where,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  if (!existsSync(join(server, 'extensions/node_modules/typescript'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{}');
    install(folder, `code-server@${VERSION}`);
    install(server);
    install(join(server, 'extensions'));
  }
  return join(server, 'out/server-main.js');
}

/** A project as a user has it: the kernel's package, Node's types, a notebook. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vscode-'));
  const kernel = join(folder, 'project/node_modules/typescript-kernel');
  mkdirSync(kernel, { recursive: true });
  for (const file of ['package.json', 'globals.d.ts']) copyFileSync(join(root, 'src/kernel', file), join(kernel, file));
  symlinkSync(join(root, 'node_modules/@types'), join(folder, 'project/node_modules/@types'));
  writeFileSync(join(folder, 'project/package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'project/cells.ipynb'), notebook(CELLS));
  return folder;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

async function serve(main: string, folder: string, port: number): Promise<ChildProcess> {
  const options = [
    '--host',
    '127.0.0.1',
    '--port',
    `${port}`,
    '--without-connection-token',
    '--accept-server-license-terms',
  ];
  const places = ['--user-data-dir', join(folder, 'user'), '--extensions-dir', join(folder, 'extensions')];
  const all = [main, ...options, ...places, '--telemetry-level', 'off', '--disable-workspace-trust'];
  const server = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((done, failed) => {
    server.stdout!.on('data', (text) => String(text).includes('Web UI available') && done());
    server.on('exit', () => failed(new Error('the server of VS Code ended')));
  });
  return server;
}

async function look(page: Page): Promise<void> {
  const cells = page.locator('.cell-editor-container');
  // Before its extensions are there, VS Code opens a notebook as JSON.
  for (let left = 12; left > 0 && (await cells.count()) < CELLS.length; left--) {
    await page.getByRole('treeitem', { name: 'cells.ipynb' }).dblclick({ timeout: 60_000 });
    const shown = await cells.nth(CELLS.length - 1).waitFor({ timeout: 8_000 }).then(() => true, () => false); // biome-ignore format: one line
    if (!shown) await page.getByRole('tab', { name: /cells/ }).getByRole('button', { name: /Close/ }).click();
  }
  const asked = cells.nth(3).locator('.view-line');
  // The one mark that there must be: by then TypeScript has read the cells.
  await page.locator('.squiggly-error').first().waitFor({ timeout: 120_000 });
  await asked.click();
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Space');
  const offered = page.locator('.suggest-widget .monaco-list-row');
  await offered.first().waitFor({ timeout: 30_000 });
  assert.match((await offered.allInnerTexts()).join(), /precision/);
  await page.screenshot({ path: join(root, '.cache/browser/vscode.png') });
  assert.equal(await page.locator('.squiggly-error').count(), 1, 'one mark, at the member that is missing');
  assert.match((await page.locator('[id="status.problems"]').innerText()).trim(), /^1\s+0$/);
}

const chromium = findChromium();
if (!chromium) console.log(NO_CHROMIUM);
else {
  mkdirSync(join(root, '.cache/browser'), { recursive: true });
  const [main, folder, port] = [vscode(), project(), await freePort()];
  const server = await serve(main, folder, port);
  const browser = await launch(chromium);
  const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
  try {
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(join(folder, 'project'))}`);
    await look(page);
    console.log(`VS Code of code-server ${VERSION}: no false error, members of another cell's name completed`);
  } catch (error) {
    await page.screenshot({ path: join(root, '.cache/browser/vscode-failed.png') });
    console.error(error);
    process.exitCode = 1;
  } finally {
    await browser.close();
    server.removeAllListeners('exit').kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
process.exit();
