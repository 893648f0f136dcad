/**
 * Makes the README and docs/gain.md from their templates in docs/templates: tables and numbers come from the records in data.
 *
 *     node bench/run.mjs gain-docs
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, writeFile } from '../src/base/index.js';
import { documents, renderDocument } from '../src/cli/documents.js';

for (const { file, template } of documents) {
  const path = join(packageRoot(), file);
  const text = renderDocument(template);
  const changed = text !== readFileSync(path, 'utf8');
  if (changed) writeFile(path, text);
  console.log(`${file}: ${changed ? 'made anew' : 'as it was'}`);
}
