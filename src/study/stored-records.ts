import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, writeFile } from '../base/index.js';
import type { Choices } from './choices.js';

/** A stored record of the package, by its file in `data`. */
export const storedRecord = <T>(file: string): T =>
  JSON.parse(readFileSync(join(packageRoot(), 'data', file), 'utf8')) as T;

/** Keeps a record of the package; `file` in its `data`. */
export const writeStored = (file: string, record: unknown): void =>
  writeFile(join(packageRoot(), 'data', file), `${JSON.stringify(record, null, 1)}\n`);

/** The study `choices`, by pair. */
export type ChoicesRecord = Readonly<Record<string, Choices>>;

export const choicesRecord = (): ChoicesRecord => storedRecord('records/choices.json');
