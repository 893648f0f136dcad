// `npm run book`: one static site of the notebooks as they were executed, the guides and the reference of the package, in
// `book`. It works from the folder, without a network. Runs no cell. Sphinx makes it (`site/conf.py` says why).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { notebookFiles } from './notebooks.mjs';
import { environmentReady, venvPython } from './python.mjs';
import { makeReference } from './reference.mjs';
import { prepare } from './start.mjs';
import { failure, inRoot, isMain, replaceFolder, run, runSteps, SetupError, step } from './steps.mjs';

/** The pages besides the notebooks, in reading order: [heading, [file, title in the navigation where not its own]]. */
export const sections = [
  [
    'Use it',
    [
      ['README.md', 'Start, results, limits'],
      ['docs/data.md'],
      ['docs/confidence.md'],
      ['docs/review.md'],
      ['docs/update.md'],
      ['data/emoji/README.md'],
    ],
  ],
  ['How it works', [['docs/method.md'], ['docs/gain.md'], ['docs/reliability.md']]],
  [
    'Inside',
    [
      ['docs/scale.md'],
      ['docs/kernel.md'],
      ['src/kernel/README.md'],
      ['docs/house.md'],
      ['docs/walk.md'],
      ['SECURITY.md'],
      ['CHANGELOG.md'],
    ],
  ],
];

/** What the start page says of a notebook, and shows of it: a picture of `figures`. A notebook without has its first ones. */
export const cards = {
  '00-quickstart': ['From two graphs to matches, with pictures, in two minutes.', 'mclea-after-20-epochs-by-its-seeds'],
  '01-data-and-density': [
    'The two graphs, where they are dense, and where easy seeds fall.',
    'where-the-seeds-fall-entities-by-rank-along-two',
  ],
  '02-attraction-and-repulsion': [
    'What a contrastive loss does to two ends of a seed, derived and checked by numbers; with sliders.',
    'pull-towards-the-true-partner-predicted-lines',
  ],
  '03-density-bias': [
    'What unevenly spread seeds do to the rest: derived, measured on planted data and on emoji.',
    'right-partner-ranked-first-by-the-regions',
  ],
  '04-psqe-step-by-step': [
    'PSQE taken apart on real data, stage by stage, and the paper’s claims judged.',
    'what-each-stage-makes-of-the-seeds',
  ],
  '05-your-own-loss-and-encoder': [
    'A model of your own in a few cells: written, checked, compared.',
    'hits-1-by-kind-of-test-link',
  ],
  '06-ablations': [
    'What each ingredient of PSQE gives, on several pairs and aligners; and one of your own.',
    'mclea-by-its-seeds-all-test-links-sparse-and',
  ],
  '07-your-own-graphs': [
    'From files to matches with graphs like yours, and when not to trust them.',
    'how-many-matches-are-right-by-their-confidence',
  ],
  '08-results': [
    'The main tables with intervals and verdicts, what missing pictures cost, and the command behind each row.',
    'hits-1-where-pictures-are-missing',
  ],
};

const site = (file) => inRoot('src', 'setup', 'site', file);

/** Runs a Python program of the site; what it printed when it went well. */
async function python(what, args, remedy) {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' };
  const { code, output } = await run(venvPython, args, { quiet: true, env });
  if (code !== 0) throw failure(what, output, remedy);
  return output.trim();
}

/** Says how many pages and links there are in `folder`; an error that names each link to nowhere. */
export const checkLinks = (folder) => python('the book', [site('links.py'), folder], 'Mend what the lines above name.');

/**
 * Writes the site of notebooks (paths) and other pages (`sections`) into `folder`. A reference that lies there already
 * (`folder/reference`) gets a page that lists its names.
 */
export async function makeBook({ notebooks, sections = [], folder }) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'psqe book pages '));
  try {
    const [pages, doctrees] = [path.join(temporary, 'pages'), path.join(temporary, 'doctrees')];
    const plan = JSON.stringify({ notebooks, cards, sections, reference: path.join(folder, 'reference') });
    await python('the book', [site('sources.py'), inRoot(), pages, plan], 'Read the lines above.');
    const sphinx = ['-m', 'sphinx', '-q', '-W', '--keep-going', '-b', 'html', '-c', site(''), '-d', doctrees];
    await python('Sphinx', [...sphinx, pages, folder], 'Mend what the lines above name; in a fresh clone: npm start.');
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
  return checkLinks(folder);
}

/** Whole or not at all: the book that is there stays until all of the new one is right. */
async function main() {
  await prepare();
  if (!environmentReady())
    throw new SetupError(
      'the book is made by Python packages, which are not here',
      'The lines above say why, and what to do.',
    );
  const [book, half] = [inRoot('book'), inRoot('.cache', 'book')];
  fs.rmSync(half, { recursive: true, force: true });
  await step('reference', async () => void (await makeReference(path.join(half, 'reference'), { book: true })));
  await step('book', async () => {
    const made = await makeBook({ notebooks: notebookFiles(), sections, folder: half });
    replaceFolder(half, book);
    return `${made}: ${path.join(book, 'index.html')}`;
  });
}

if (isMain(import.meta.url)) await runSteps(main);
