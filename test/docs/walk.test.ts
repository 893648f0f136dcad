import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/base/index.js';

const root = packageRoot();
const page = readFileSync(join(root, 'docs', 'walk.md'), 'utf8');

interface Block {
  readonly kind: string;
  readonly path: string;
  readonly text: string;
}

/** The page's sections, and in each the blocks that name a file. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text) => ({
    title: text.slice(0, text.indexOf('\n')),
    commands: [...text.matchAll(/^npx vitest run (\S+)$/gm)].map((m) => m[1]!),
    blocks: [...text.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(
      ([, kind, path, body]): Block => ({ kind: kind!, path: path!, text: body! }),
    ),
  }));
const tests = sections.flatMap(({ commands }) => commands);

/** A copy of the sources, in which the page's changes are made. */
const copy = realpathSync(mkdtempSync(join(tmpdir(), 'psqe-walk-')));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

beforeAll(() => {
  for (const folder of ['src', 'test'])
    cpSync(join(root, folder), join(copy, folder), {
      recursive: true,
      filter: (path) => !/node_modules|[\\/]kernel[\\/]dist|[\\/]oracle/.test(path),
    });
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(copy, file));
  // What is built stays what it is: threads and kernels of the engines come from there.
  for (const folder of ['node_modules', 'dist', 'data']) symlinkSync(join(root, folder), join(copy, folder), 'dir');
  writeFileSync(
    join(copy, 'vitest.config.mjs'),
    'export default { test: { pool: "forks", maxWorkers: 1, testTimeout: 120000 } };\n',
  );
  for (const { blocks } of sections) for (const block of blocks) apply(block);
});

/** Writes a new file, or replaces the lines that a diff shows, which must be there once. */
function apply({ kind, path, text }: Block): void {
  const file = join(copy, path);
  if (kind === 'ts') {
    if (existsSync(file)) throw new Error(`docs/walk.md: ${path} exists already`);
    writeFileSync(file, text);
    return;
  }
  const side = (mark: string) =>
    text
      .trimEnd()
      .split('\n')
      .filter((line) => line.startsWith(' ') || line.startsWith(mark))
      .map((line) => line.slice(1))
      .join('\n');
  const parts = readFileSync(file, 'utf8').split(side('-'));
  if (parts.length !== 2) throw new Error(`docs/walk.md: ${path} has not, or not once:\n${side('-')}`);
  writeFileSync(file, parts.join(side('+')));
}

test('every change touches at most two files beside its test, and its test is run', () => {
  expect(sections.map(({ title }) => title)).toEqual([
    'A loss',
    'A fusion',
    'A reader',
    'An ablation row',
    'A MIME type',
  ]);
  for (const { title, blocks, commands } of sections) {
    const files = new Set(blocks.map(({ path }) => path));
    expect(commands.length, title).toBe(1);
    expect(files.delete(commands[0]!), title).toBe(true);
    expect(files.size, `${title}: ${[...files]}`).toBeLessThanOrEqual(2);
  }
});

test('the changes have their types', () => {
  const changed = [...new Set(sections.flatMap(({ blocks }) => blocks.map(({ path }) => join(copy, path))))];
  const { config } = ts.readConfigFile(join(copy, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, copy);
  const program = ts.createProgram(changed, { ...options, rootDir: copy, noEmit: true, incremental: false });
  const found = changed.flatMap((file) => [...program.getSemanticDiagnostics(program.getSourceFile(file))]);
  expect(
    ts.formatDiagnostics(found, {
      getCanonicalFileName: (f) => f,
      getCurrentDirectory: () => copy,
      getNewLine: () => '\n',
    }),
  ).toBe('');
});

test('the tests of the page pass with them', () => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reported = execFileSync(process.execPath, [vitest, 'run', '--reporter=json', ...tests], {
    cwd: copy,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, VITEST: undefined, VITEST_WORKER_ID: undefined, VITEST_POOL_ID: undefined },
  });
  const { success, numPassedTests, testResults } = JSON.parse(reported.slice(reported.indexOf('{')));
  expect(success).toBe(true);
  expect(testResults).toHaveLength(tests.length);
  expect(numPassedTests).toBeGreaterThanOrEqual(tests.length);
});
