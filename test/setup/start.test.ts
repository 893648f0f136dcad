import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

// A small project around the real set-up scripts: its compilers and its command are stand-ins, its steps are not.
const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const mainJob =
  'console.log("ran", process.argv.slice(2).join(" ")); process.exitCode = Number(process.env.STATUS ?? 0);';
let root = '';

const put = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'psqe set up '));
  cpSync(join(repository, 'src', 'setup'), join(root, 'src', 'setup'), { recursive: true });
  const lock = JSON.stringify({ packages: { '': {}, 'node_modules/typescript': { version: '5.9.3' } } });
  put('package-lock.json', lock);
  put('node_modules/.package-lock.json', lock);
  put('tsconfig.json', '{}');
  put('src/cli/main.js', mainJob);
  put(
    'node_modules/typescript/bin/tsc',
    'const fs = require("node:fs"); fs.cpSync("src/cli", "dist/cli", { recursive: true }); fs.mkdirSync("src/kernel/dist", { recursive: true }); process.exit(Number(process.env.TSC ?? 0));',
  );
  put('src/compute/wasm/build.mjs', '');
  for (const file of ['main.ts', 'page.css', 'page.html']) put(`src/review/page/${file}`, '');
  put('node_modules/rolldown/package.json', '{"type":"module","exports":"./index.js"}');
  put(
    'node_modules/rolldown/index.js',
    'export const rolldown = () => ({ generate: () => ({ output: [{ code: "" }] }), close() {} });',
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** `npm start` on a machine without Python (an empty PATH), with `env` beside. */
function start(args: string[] = [], env: Record<string, string> = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join('src', 'setup', 'start.mjs'), ...args], {
    cwd: root,
    env: { PATH: '', ...env },
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

test('without Python the main job runs, and what is missing is said', () => {
  const { stdout, stderr, status } = start();
  expect(stdout).toBe('ran run\n');
  expect(status).toBe(0);
  expect(stderr).toMatch(/no Python 3\.11 or newer found/);
  expect(stderr).toMatch(/figures as HTML/);
});

test('options go to the main job, a command is run instead of it, its status is passed on', () => {
  expect(start(['--all', '--json']).stdout).toBe('ran run --all --json\n');
  expect(start(['doctor', '--json']).stdout).toBe('ran doctor --json\n');
  expect(start([], { STATUS: '2' }).status).toBe(2);
});

test('a second start builds nothing; a changed source is built; a deleted one leaves nothing behind', () => {
  start();
  expect(start().stderr).toMatch(/build: up to date/);
  put('src/cli/old.js', '');
  expect(start().stderr).not.toMatch(/build: up to date/);
  expect(existsSync(join(root, 'dist', 'cli', 'old.js'))).toBe(true);
  rmSync(join(root, 'src', 'cli', 'old.js'));
  start();
  expect(existsSync(join(root, 'dist', 'cli', 'old.js'))).toBe(false);
});

test('a source that does not compile stops the start', () => {
  const { stdout, stderr, status } = start([], { TSC: '2' });
  expect(stdout).toBe('');
  expect(status).toBe(1);
  expect(stderr).toMatch(/TypeScript compiler failed/);
  expect(start().stdout).toBe('ran run\n');
});

test('packages that cannot be fetched: the remedy names the network', () => {
  rmSync(join(root, 'node_modules', '.package-lock.json'));
  put('npm.js', 'console.error("npm error code ENOTFOUND"); process.exit(1);');
  const { stderr, status } = start([], { npm_execpath: join(root, 'npm.js') });
  expect(status).toBe(1);
  expect(stderr).toMatch(/npm ci failed/);
  expect(stderr).toMatch(/network or the package registry cannot be reached/);
});

test('packages are installed when the lockfile asks for others', () => {
  const lock = JSON.stringify({ packages: { '': {}, 'node_modules/typescript': { version: '5.9.4' } } });
  put('package-lock.json', lock);
  put('npm.js', 'require("node:fs").copyFileSync("package-lock.json", "node_modules/.package-lock.json");');
  const npm = { npm_execpath: join(root, 'npm.js') };
  expect(start([], npm).stderr).toMatch(/1 packages installed/);
  expect(start([], npm).stderr).toMatch(/npm packages: up to date/);
});

test('npm test without a test to run is a failure, and its last line counts', () => {
  const { stdout, status } = spawnSync(process.execPath, [join('src', 'setup', 'test.mjs')], {
    cwd: root,
    env: { PATH: '' },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, [1-9]\d* failed$/);
});
