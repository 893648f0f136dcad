// How long many small files take, as a folder of pictures has them: each by itself (writeFile), and as one folder (buildFolder).
// Run: node bench/run.mjs files [--count 16000]
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFolder, writeFile } from '../src/base/index.js';

const { values } = parseArgs({ args: process.argv.slice(3), options: { count: { type: 'string', default: '16000' } } });
const count = Number(values.count);
const content = 'x'.repeat(2000);
// Here and not in the system's temporary folder, which may lie in memory, where flushing costs nothing.
const root = mkdtempSync(join(process.cwd(), '.bench-files-'));

async function timed(name: string, job: () => unknown): Promise<void> {
  const start = performance.now();
  await job();
  console.log(
    `${name}, ${count} files of ${content.length} bytes: ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
}

try {
  await timed('one folder', () =>
    buildFolder(join(root, 'built'), (folder) => {
      for (let i = 0; i < count; i++) folder.write(`pictures/${i}.svg`, content);
    }),
  );
  await timed('each by itself', () => {
    for (let i = 0; i < count; i++) writeFile(join(root, 'pictures', `${i}.svg`), content);
  });
} finally {
  rmSync(root, { recursive: true, force: true });
}
