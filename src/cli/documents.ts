import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clearTemporaries, InputError, packageRoot, writeFile } from '../base/index.js';
import { kernelTable, killsTable, mutantsTable, operationsTable } from '../study/faults.js';
import { type Block, gainBlocks, printedBlocks, renderProse, studyNames } from '../study/gain/prose/index.js';
import { readmeRun } from '../study/stored.js';
import { resultText } from './table.js';

/** Documents whose numbers come from records, with the templates that they are made from. */
export const documents: readonly { readonly file: string; readonly template: string }[] = [
  { file: 'README.md', template: 'docs/templates/README.md' },
  { file: 'docs/gain.md', template: 'docs/templates/gain.md' },
  { file: 'docs/reliability.md', template: 'docs/templates/reliability.md' },
];

const blocks: Readonly<Record<string, Block>> = {
  ...gainBlocks,
  ...printedBlocks,
  'faults-operations': operationsTable,
  'faults-kills': killsTable,
  'faults-mutants': mutantsTable,
  'faults-kernel': kernelTable,
  'readme-output': () => {
    const { report, tested } = readmeRun();
    return resultText(report, tested);
  },
};

/**
 * A document's text, made from its template (paths from the package's root).
 * @throws {InputError} outside of the repository, {@link OptionError} for an unknown value
 */
export function renderDocument(template: string): string {
  const path = join(packageRoot(), template);
  if (!existsSync(path))
    throw new InputError('there is no such template', path, 'Documents are made in the repository, not in the package');
  return renderProse(readFileSync(path, 'utf8'), studyNames(), blocks, template);
}

/** Makes every document anew; each with whether it changed. @throws as {@link renderDocument} */
export function writeDocuments(): { readonly file: string; readonly changed: boolean }[] {
  const made = documents.map(({ file, template }) => ({ file, text: renderDocument(template) }));
  return made.map(({ file, text }) => {
    const path = join(packageRoot(), file);
    const changed = !existsSync(path) || text !== readFileSync(path, 'utf8');
    if (changed) writeFile(path, text);
    else clearTemporaries(dirname(path));
    return { file, changed };
  });
}
