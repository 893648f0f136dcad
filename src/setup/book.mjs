// `npm run book`: the notebooks as they were executed, as pages with an index and live figures, in `book`; beside them the
// reference of the package. Runs no cell.
import fs from 'node:fs';
import path from 'node:path';
import { jupyterEnvironment } from './kernel.mjs';
import { notebookFiles } from './notebooks.mjs';
import { venvPython } from './python.mjs';
import { makeReference } from './reference.mjs';
import { prepare } from './start.mjs';
import { failure, inRoot, isMain, run, runSteps, SetupError, step, writeWhole } from './steps.mjs';

/** The renderers lie in the Python environment already: pages need no network. */
async function packageData() {
  const ask = 'import kaleido, plotly; print(kaleido.__path__[0]); print(plotly.__path__[0])';
  const { code, output } = await run(venvPython, ['-c', ask], { quiet: true });
  if (code !== 0) throw new SetupError('the Python environment lacks plotly or kaleido', 'Run: npm start');
  const [kaleido, plotly] = output.trim().split('\n');
  return {
    mathjax: path.join(kaleido, 'executable', 'etc', 'mathjax'),
    plotly: path.join(plotly, 'package_data', 'plotly.min.js'),
  };
}

const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

/** The page that lists the others; Markdown's marks and links are dropped from what it says of them. */
export function indexPage(pages, hasReference = false) {
  const plain = (text) => escaped(text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, ''));
  const items = pages.map(
    ({ file, title, text }) => `<li><a href="${file}">${plain(title)}</a><br>${plain(text)}</li>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>PSQE: the notebooks</title>
<style>:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem } li { margin: 1rem 0 }</style>
<h1>PSQE: the notebooks</h1>
<ol start="0">
${items.join('\n')}
</ol>${hasReference ? '\n<p>Every name of the package, its options and their defaults: <a href="reference/index.html">the reference</a>.</p>' : ''}
</html>
`;
}

/** Writes the pages of `files` and their index into `folder`. */
export async function makeBook(files, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const args = [inRoot('src', 'setup', 'book.py'), folder, ...files];
  const { code, output } = await run(venvPython, args, { quiet: true, env: jupyterEnvironment() });
  if (code !== 0) throw failure('book', output, 'Read the lines above.');
  const pages = output.split('\n').filter((line) => line.startsWith('{"file"'));
  const hasReference = fs.existsSync(path.join(folder, 'reference', 'index.html'));
  writeWhole(
    path.join(folder, 'index.html'),
    indexPage(
      pages.map((line) => JSON.parse(line)),
      hasReference,
    ),
  );
  const { mathjax, plotly } = await packageData();
  fs.copyFileSync(plotly, path.join(folder, 'plotly.min.js'));
  fs.cpSync(mathjax, path.join(folder, 'mathjax'), { recursive: true });
  return `${pages.length} pages in ${path.join(folder, 'index.html')}`;
}

if (isMain(import.meta.url))
  await runSteps(async () => {
    await prepare();
    await step('reference', () => makeReference(inRoot('book', 'reference')));
    await step('book', () => makeBook(notebookFiles(), inRoot('book')));
  });
