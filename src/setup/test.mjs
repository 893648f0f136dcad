// `npm test`: what is missing of the set-up, the type check, the lint, all tests. Last line: `N passed, N failed`.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepare } from './start.mjs';
import { inRoot, isMain, run, runSteps } from './steps.mjs';

const tool = (...parts) => inRoot('node_modules', ...parts);
const checks = [
  ['type check of src', [tool('typescript', 'bin', 'tsc'), '--noEmit', '--incremental', 'false']],
  ['type check of the tests', [tool('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'test']],
  ['lint', [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']],
];

/** Counts a vitest JSON report; a file that could not be run, and an error outside of any test, count as one failure each. */
export function countTests(report, code) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function runTests(args) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'psqe-test-'));
  const file = path.join(folder, 'report.json');
  const vitest = [tool('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile=${file}`];
  const { code } = await run(process.execPath, [...vitest, ...args]);
  try {
    return countTests(JSON.parse(fs.readFileSync(file, 'utf8')), code);
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function main(args) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  await runSteps(prepare);
  if (process.exitCode) sum.failed++;
  else {
    for (const [name, command] of checks) {
      const { code } = await run(process.execPath, command);
      console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
      sum[code === 0 ? 'passed' : 'failed']++;
    }
    const tests = await runTests(args);
    for (const key of Object.keys(sum)) sum[key] += tests[key];
  }
  process.exitCode = sum.failed > 0 ? 1 : 0;
  console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
}

if (isMain(import.meta.url)) await main(process.argv.slice(2));
