import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyFile, howToInstall, InputError } from '../base/index.js';
import { addToIndex, forgetFigures, readIndex } from './origin.js';

/**
 * Copies the pictures of one folder of figures into another, with their entries of its `index.json`; what else is there stays.
 * @returns the pictures written (PNG; an SVG beside each)
 * @throws {InputError} when the folder has no pictures; {OutputError}
 */
export function publishFigures(from: string, to: string): string[] {
  const entries = Object.entries(readIndex(from)).filter(([name]) => existsSync(join(from, `${name}.png`)));
  if (entries.length === 0)
    throw new InputError(
      'has no pictures',
      from,
      `Without the exporter figures are HTML. Install it: ${howToInstall('kaleido==0.2.1')}`,
    );
  forgetFigures(
    to,
    entries.map(([name]) => name),
  );
  for (const [name] of entries)
    for (const type of ['png', 'svg']) {
      const file = `${name}.${type}`;
      if (existsSync(join(from, file))) copyFile(join(from, file), join(to, file));
    }
  addToIndex(to, entries);
  return entries.map(([name]) => join(to, `${name}.png`));
}
