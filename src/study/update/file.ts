import { type FileContent, packed, readPacked, writeFiles } from '../../base/index.js';
import type { KeptAlignment } from './kept.js';

/** The first line of such a file: raise the number when what is kept, or what features or models are made of, changes. */
const kind = 'psqe alignment 1';

/** Writes what is kept of an alignment, whole or not at all. @throws {OutputError} */
export const writeKeptAlignment = (path: string, kept: KeptAlignment): void => writeFiles([keptFile(path, kept)]);

/** The file of {@link writeKeptAlignment}. */
export const keptFile = (path: string, kept: KeptAlignment): FileContent => [path, packed(kind, kept)];

/** Reads it. @throws {InputError} for a file that is missing, damaged, another thing, or of another version of psqe */
export const readKeptAlignment = (path: string): KeptAlignment =>
  readPacked(path, kind, 'Give what psqe align --keep wrote, or align anew with --keep');
