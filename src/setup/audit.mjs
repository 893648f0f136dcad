// `npm run audit`: known faults of what the package brings along, as the registry tells them. Where it tells nothing, that is
// said and no failure: without a network nobody is stopped.
import { spawnSync } from 'node:child_process';
import { isMain, root } from './steps.mjs';

const grave = ['high', 'critical'];

/**
 * What is to be said of an answer of `npm audit --json`, and whether it is to stop us.
 * @param {string} answer
 * @returns {{ text: string, stops: boolean }}
 */
export function judged(answer) {
  const skipped = { text: 'Audit skipped: the registry did not answer.', stops: false };
  let found;
  try {
    found = JSON.parse(answer);
  } catch {
    return skipped;
  }
  if (!found.metadata?.vulnerabilities) return skipped;
  const all = Object.values(found.vulnerabilities ?? {});
  const lines = all.map(({ name, severity, range }) => `  ${severity}: ${name} ${range}`);
  const text = ['Audit of what is shipped:', ...(lines.length > 0 ? lines : ['  nothing known'])].join('\n');
  return { text, stops: all.some(({ severity }) => grave.includes(severity)) };
}

if (isMain(import.meta.url)) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = spawnSync(npm, ['audit', '--omit=dev', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    shell: process.platform === 'win32',
  });
  const { text, stops } = judged(stdout ?? '');
  console.log(text);
  process.exitCode = stops ? 1 : 0;
}
