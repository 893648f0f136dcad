// Compiles `src` to `dist`: TypeScript, then the AssemblyScript kernels. Only when a source has changed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { failure, inRoot, isMain, readIfThere, root, run, runSteps, step } from './steps.mjs';

const stampFile = inRoot('dist', '.stamp.json');

/** Every file that decides what `dist` holds, with the hash of its contents. */
function sources() {
  const files = fs
    .readdirSync(inRoot('src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(inRoot('src', 'setup')))
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

/** Builds when a source is newer than what `dist` was built from. */
export async function build() {
  const now = sources();
  const before = JSON.parse(readIfThere(stampFile) ?? '{}');
  if (JSON.stringify(now) === JSON.stringify(before)) return 'up to date';
  // A deleted source must not live on as a compiled file.
  if (Object.keys(before).some((file) => !(file in now))) fs.rmSync(inRoot('dist'), { recursive: true, force: true });
  await compile(
    'the TypeScript compiler',
    [inRoot('node_modules', 'typescript', 'bin', 'tsc')],
    'Mend the errors above.',
  );
  await compile(
    'the AssemblyScript compiler',
    [inRoot('src', 'compute', 'assembly', 'build.mjs')],
    'Mend the errors above.',
  );
  await compile(
    'the options of the declarations',
    [inRoot('src', 'setup', 'option-docs.mjs'), inRoot('dist')],
    'Mend the errors above.',
  );
  fs.writeFileSync(stampFile, JSON.stringify(now));
  return undefined;
}

if (isMain(import.meta.url)) await runSteps(() => step('build', build));
