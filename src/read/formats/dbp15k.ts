import { basename, resolve } from 'node:path';
import { type Format, missingFiles } from './format.js';
import { graphFiles, namesFile, readGraphs } from './graphs.js';

/** DBP15K: two graphs with translated names in place of feature matrices. */
export const dbp15k: Format = {
  name: 'DBP15K',
  recognise: (source) => missingFiles(source, [...graphFiles, namesFile]),
  read: (source) => readGraphs(source, basename(resolve(source.dir))),
};
