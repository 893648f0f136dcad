// Packs the review page (src/review/page: html, css, TypeScript) into one file, dist/review/page.html, into which
// src/review puts a run's data. Only when it is older than a source. Its policy names the very script and style by their
// hashes, so that nothing else in the page can run.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot, readIfThere, writeWhole } from './steps.mjs';

const folder = inRoot('src', 'review', 'page');
const target = inRoot('dist', 'review', 'page.html');

/** When a file was written, milliseconds; 0 where there is none. */
const age = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

async function script() {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: path.join(folder, 'main.ts'),
    resolve: { extensionAlias: { '.js': ['.ts'] } },
    tsconfig: false,
  });
  const { output } = await bundle.generate({ format: 'iife', comments: false });
  await bundle.close();
  return `\n${output[0].code}`;
}

/** The page without data; `{{data}}` stands for it. */
export async function buildReviewPage() {
  const sources = [
    ...fs.readdirSync(folder).map((name) => path.join(folder, name)),
    inRoot('src', 'setup', 'review-page.mjs'),
  ];
  if (age(target) > Math.max(...sources.map(age))) return;
  const [code, style] = [await script(), `\n${readIfThere(path.join(folder, 'page.css'))}`];
  if (/<\/script|<!--|\{\{/i.test(code)) throw new Error('the review page: its script holds what would end it early');
  const policy = `default-src 'none'; script-src ${hashOf(code)}; style-src ${hashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const parts = { policy, style, script: code };
  const page = readIfThere(path.join(folder, 'page.html')).replace(
    /\{\{(policy|style|script)\}\}/g,
    (_, name) => parts[name],
  );
  writeWhole(target, page);
}
