// `npm run docs`: the reference of the package, a page a name, in `book/reference`. TypeDoc's warnings are errors.
import { build } from './build.mjs';
import { failure, inRoot, isMain, run, runSteps, step } from './steps.mjs';

/** Writes the reference into `folder`, of what is built; `book`: it will lie in the book, and its pages lead back there. */
export async function makeReference(folder, { book = false } = {}) {
  const typedoc = inRoot('node_modules', 'typedoc', 'bin', 'typedoc');
  const args = [typedoc, '--options', inRoot('src', 'setup', 'typedoc.config.mjs'), '--out', folder];
  const env = { ...process.env, ...(book && { PSQE_REFERENCE_BOOK: '../index.html' }) };
  const { code, output } = await run(process.execPath, args, { quiet: true, env });
  if (code !== 0)
    throw failure(
      'the reference',
      output,
      'Not exported: add the name to a list in src/public. A link: name what its list has, or use `backticks`.',
    );
  return folder;
}

if (isMain(import.meta.url))
  await runSteps(async () => {
    await step('build', build);
    await step('reference', () => makeReference(inRoot('book', 'reference')));
  });
