import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, packageRoot } from '../base/index.js';
import { gainBlocks, printedBlocks } from '../study/gain/prose/blocks.js';
import { type Block, renderProse } from '../study/gain/prose/render.js';
import { readmeRun } from '../study/gain/prose/study-values.js';
import { studyNames } from '../study/gain/prose/values.js';
import { resultText } from './table.js';

/** Documents whose numbers come from records, with the templates that they are made from. */
export const documents: readonly { readonly file: string; readonly template: string }[] = [
  { file: 'README.md', template: 'docs/templates/README.md' },
  { file: 'docs/gain.md', template: 'docs/templates/gain.md' },
];

const blocks: Readonly<Record<string, Block>> = {
  ...gainBlocks,
  ...printedBlocks,
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
