import { basename, resolve } from 'node:path';
import { type Format, missingFiles } from './format.js';
import { graphFiles, matrixFiles, readGraphs, unusedNotes } from './graphs.js';

/** Two graphs with feature matrices: `V.npy` (image), `A.npy` (attribute), `R.npy` (relation), `S.npy` (name), and masks. */
export const featureFolder: Format = {
  name: 'a feature folder',
  recognise(source) {
    const none = missingFiles(source, matrixFiles).length === matrixFiles.length;
    return [...missingFiles(source, graphFiles), ...(none ? [`any of ${matrixFiles.join(', ')}`] : [])];
  },
  read(source) {
    const pair = readGraphs(source, basename(resolve(source.dir)));
    return { ...pair, notes: [...pair.notes, ...unusedNotes(source)] };
  },
};
