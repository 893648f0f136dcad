// The figures of an executed notebook, as pictures in `figures/NOTEBOOK`. Needs the build.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './steps.mjs';

const PLOTLY = 'application/vnd.plotly.v1+json';
const PICTURE = 'image/png';

/** A file's name from a figure's title. */
export function slug(title, taken) {
  const words = title
    .toLowerCase()
    .replace(/<\/?[a-z][^<>]*>/g, ' ')
    .replace(/[’']/g, '')
    .match(/[\p{L}\p{N}]+/gu) ?? ['figure'];
  let name = '';
  for (const word of words) {
    if (name && name.length + word.length >= 48) break;
    name = name ? `${name}-${word}` : word;
  }
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}-${i}`;
  return free;
}

/** Figures by the names of their files, and what identifies the run: the code and what it gave (pictures depend on fonts). */
export function notebookFigures(notebook) {
  const figures = new Map();
  const content = [];
  for (const cell of notebook.cells.filter(({ cell_type }) => cell_type === 'code')) {
    content.push(cell.source);
    for (const { data = {} } of cell.outputs) {
      content.push(Object.entries(data).filter(([type]) => type !== PICTURE));
      const figure = data[PLOTLY];
      if (figure) figures.set(slug(figure.layout?.title?.text ?? 'figure', figures), figure);
    }
  }
  return { figures, content };
}

/** Exports the figures of the executed notebook `file` into a folder of its name in `target`; those that it no longer has go. */
export async function exportNotebookFigures(file, target = inRoot('figures')) {
  const { exportFigures, originOf } = await import(pathToFileURL(inRoot('dist', 'plots', 'index.js')).href);
  const { figures, content } = notebookFigures(JSON.parse(fs.readFileSync(file, 'utf8')));
  const name = path.basename(file, '.ipynb');
  const folder = path.join(target, name);
  // Removed before the index is written, so that it lists what is there; those to be drawn again stay until they are.
  for (const old of fs.existsSync(folder) ? fs.readdirSync(folder) : [])
    if (/\.(png|svg|html)$/.test(old) && !figures.has(path.parse(old).name)) fs.rmSync(path.join(folder, old));
  if (figures.size === 0) return undefined;
  const { note } = await exportFigures(figures, folder, originOf(`npm run notebooks -- ${name.slice(0, 2)}`, content));
  return note;
}
