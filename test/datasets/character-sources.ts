import { folderOf } from '../read/folders.js';
import type { Files } from '../support/put-files.js';
import { inventedFiles } from './character-files.js';

/** A folder with sources as the packages hold them, all of it invented. @param changed files in place of these */
export const inventedSources = (changed: Files = {}): string => folderOf(inventedFiles(changed));
