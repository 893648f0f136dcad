import { basename, resolve } from 'node:path';
import { sayAlike } from '../alike.js';
import { type Format, missingFiles } from './format.js';
import { matrixFiles, missingTriples, readGraphs, sayUnused } from './graphs.js';

/** Two graphs with feature matrices: `V.npy` (image), `A.npy` (attribute), `R.npy` (relation), `S.npy` (name), and masks. */
export const featureFolder: Format = {
  name: 'a feature folder',
  recognise(source) {
    const none = missingFiles(source, matrixFiles).length === matrixFiles.length;
    return [
      ...missingFiles(source, ['ent_ids_1', 'ent_ids_2']),
      ...missingTriples(source),
      ...(none ? [`any of ${matrixFiles.join(', ')}`] : []),
    ];
  },
  read(source) {
    const pair = readGraphs(source, basename(resolve(source.dir)));
    const notes = [...pair.notes];
    for (const { name } of pair.modalities)
      for (const graph of [pair.left, pair.right]) sayAlike(graph.name!, name, graph.features.get(name)!, notes);
    sayUnused(source, notes);
    return { ...pair, notes };
  },
};
