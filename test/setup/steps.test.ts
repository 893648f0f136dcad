import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const setup = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src', 'setup');
const load = (file: string) => import(pathToFileURL(join(setup, file)).href);
const { checkNode, missingPackages } = await load('node.mjs');
const { clearing } = await load('python.mjs');
const { failure } = await load('steps.mjs');
const { countTests } = await load('test.mjs');

test.each(['18.20.0', '20.18.3', '0.10.48'])('Node %s is refused, with what to do', (version) => {
  expect(() => checkNode(version)).toThrow(/too old.*20\.19/);
});

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('Node %s will do', (version) => {
  expect(checkNode(version)).toBe(`Node ${version}`);
});

describe('missing npm packages', () => {
  const lock = (packages: object) => JSON.stringify({ packages: { '': {}, ...packages } });
  const wanted = lock({
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  });

  test('all of them, where nothing is installed', () => {
    expect(missingPackages(wanted, undefined)).toEqual(['node_modules/a']);
  });
  test('one of another version', () => {
    expect(missingPackages(wanted, lock({ 'node_modules/a': { version: '0.9.0' } }))).toEqual(['node_modules/a']);
  });
  test('a workspace that is not linked', () => {
    const workspace = lock({ 'node_modules/w': { resolved: 'src/w', link: true }, 'src/w': { version: '1.0.0' } });
    expect(missingPackages(workspace, lock({}))).toEqual(['node_modules/w', 'src/w']);
    expect(missingPackages(workspace, workspace)).toEqual([]);
  });
  test('none, when only optional ones are absent', () => {
    expect(missingPackages(wanted, lock({ 'node_modules/a': { version: '1.0.0' } }))).toEqual([]);
  });
});

describe('an environment that is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'psqe venv '));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const ours = join(folder, 'ours');
  const theirs = join(folder, 'theirs');
  for (const made of [ours, theirs]) mkdirSync(made);
  writeFileSync(join(ours, 'psqe-stamp'), 'of another day');

  test('is emptied only where it is ours', () => {
    expect(clearing(ours)).toEqual(['--clear']);
    expect(clearing(theirs)).toEqual([]);
    expect(clearing(join(folder, 'none'))).toEqual([]);
  });
  test('is never emptied through a link', () => {
    const link = join(folder, 'link');
    symlinkSync(ours, link, 'junction');
    expect(() => clearing(link)).toThrow(/is a link to .*ours/);
  });
});

test.each([
  ['npm error code ENOTFOUND', /network/],
  ['npm error connect ECONNREFUSED 127.0.0.1:1', /network/],
  ['OSError: [Errno 28] No space left on device', /disk is full/],
  ['npm error code EACCES', /right to write/],
  ['something else', /by hand/],
])('a failing tool (%s) says what to do', (output, remedy) => {
  const error = failure('npm ci', `line 1\n${output}`, 'run it by hand');
  expect(error.message).toContain(output);
  expect(error.remedy).toMatch(remedy);
});

describe('the count of npm test', () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((result) => ({ status: result })),
  });
  const report = (numPassedTests: number, numFailedTests: number, ...testResults: object[]) => ({
    numPassedTests,
    numFailedTests,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults,
  });

  test('is that of the report', () => {
    const counted = countTests(report(3, 1, file('failed', 'passed', 'failed')), 1);
    expect(counted).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });
  test('takes a file that does not load for a failure', () => {
    expect(countTests(report(3, 0, file('failed'), file('passed', 'passed')), 1).failed).toBe(1);
  });
  test('takes an error outside of any test for a failure', () => {
    expect(countTests(report(3, 0, file('passed', 'passed')), 1).failed).toBe(1);
  });
  test('is zero failures only when vitest is content', () => {
    expect(countTests(report(3, 0, file('passed', 'passed')), 0).failed).toBe(0);
  });
});
