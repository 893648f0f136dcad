// Compiles `src` to `dist`: TypeScript, the AssemblyScript kernels and the review page; and the Jupyter kernel, a package of its own, to
// `src/kernel/dist`. Only when a source has changed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { buildReviewPage } from './review-page.mjs';
import { failure, inRoot, isMain, readIfThere, root, run, runSteps, step, writeWhole } from './steps.mjs';

const stampFile = inRoot('dist', '.stamp.json');
const built = [inRoot('dist'), inRoot('src', 'kernel', 'dist')];
const noSource = ['setup', 'kernel/dist', 'kernel/test', 'kernel/node_modules'].map((dir) => inRoot('src', dir));

/** Every file that decides what is built, with the hash of its contents. */
function sources() {
  const files = fs
    .readdirSync(inRoot('src'), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && !noSource.some((dir) => `${entry.parentPath}${path.sep}`.startsWith(dir + path.sep)),
    )
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  const hash = (file) =>
    createHash('sha256')
      .update(fs.readFileSync(inRoot(file)))
      .digest('hex')
      .slice(0, 16);
  return Object.fromEntries([...files, 'tsconfig.json', 'package-lock.json'].sort().map((file) => [file, hash(file)]));
}

async function compile(what, args, remedy) {
  const { code, output } = await run(process.execPath, args, { quiet: true });
  if (code !== 0) throw failure(what, output, remedy);
}

/** Builds when a source has changed since the last build, or what was built is gone. */
export async function build() {
  const now = sources();
  const before = JSON.parse(readIfThere(stampFile) ?? '{}');
  if (JSON.stringify(now) === JSON.stringify(before) && built.every((dir) => fs.existsSync(dir))) return 'up to date';
  // A deleted source must not live on as a compiled file.
  if (Object.keys(before).some((file) => !(file in now)))
    for (const dir of built) fs.rmSync(dir, { recursive: true, force: true });
  // First: it writes the kernels' declarations.
  await compile(
    'the AssemblyScript compiler',
    [inRoot('src', 'compute', 'wasm', 'build.mjs')],
    'Mend the errors above.',
  );
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  await compile('the TypeScript compiler', [tsc], 'Mend the errors above.');
  await compile('the TypeScript compiler', [tsc, '-p', inRoot('src', 'kernel')], 'Mend the errors above.');
  await compile(
    'the options of the declarations',
    [inRoot('src', 'setup', 'option-docs.mjs'), inRoot('dist')],
    'Mend the errors above.',
  );
  await buildReviewPage();
  writeWhole(stampFile, JSON.stringify(now));
  return undefined;
}

if (isMain(import.meta.url)) await runSteps(() => step('build', build));
