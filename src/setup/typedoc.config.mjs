// How TypeDoc makes the reference. It reads the built declarations, not the sources: what a user's editor shows, and the build
// has written each option's words and default there.
import fs from 'node:fs';
import { JSX } from 'typedoc';
import { inRoot } from './steps.mjs';

const { exports } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));

/** In the book every page leads back to its start; `navigationLinks` knows addresses from the root alone. */
function bookLink(app) {
  const book = process.env.PSQE_REFERENCE_BOOK;
  if (book)
    app.renderer.hooks.on('content.begin', (page) =>
      JSX.createElement('a', { class: 'tsd-book', href: page.relativeURL(book) }, '← The book'),
    );
}

export default {
  plugin: [bookLink],
  name: 'PSQE',
  entryPoints: Object.values(exports).flatMap(({ types, default: code }) => (types && code ? [inRoot(types)] : [])),
  tsconfig: inRoot('src', 'setup', 'typedoc.tsconfig.json'),
  readme: 'none',
  // Lists say of each name what it is.
  useFirstParagraphOfCommentAsSummary: true,
  // Otherwise the error that "@throws {OptionError} for …" names is dropped.
  preservedTypeAnnotationTags: ['@throws'],
  customCss: inRoot('src', 'setup', 'reference.css'),
  disableSources: true,
  hideGenerator: true,
  validation: { notExported: true, invalidLink: true },
  treatWarningsAsErrors: true,
  // Shown in full where they are used: nobody names them.
  intentionallyNotExported: [
    'dist/base/options.d.ts:Held',
    'dist/notebook/table.d.ts:ArqueroTable',
    'dist/seeds/expand.d.ts:ResolvedExpand',
    'dist/seeds/refine-options.d.ts:ResolvedRefine',
    'dist/study/report.d.ts:alignment',
    'dist/study/report.d.ts:quality',
  ],
};
