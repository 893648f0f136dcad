import { basename, resolve } from 'node:path';
import { attributeFiles } from '../dbp15k/attributes.js';
import { linkFiles } from '../dbp15k/links.js';
import { isPicturePickle } from '../dbp15k/pictures.js';
import { relationFiles } from '../dbp15k/relations.js';
import { type Format, missingFiles } from './format.js';
import { missingTriples, namesFile, readGraphs, sayUnused } from './graphs.js';

/** What tells DBP15K from a folder that has lost its features. */
const marks = [namesFile, ...linkFiles.filter((name) => name !== 'ill_ent_ids'), ...relationFiles, ...attributeFiles];

/**
 * DBP15K and kin (SRPRS, JAPE's, EVA's folders): two graphs with translated names, attributes, names of relations and
 * pickles of picture vectors, as far as they are there.
 */
export const dbp15k: Format = {
  name: 'DBP15K',
  recognise(source) {
    const some = marks.some((name) => source.has(name)) || source.names.some(isPicturePickle);
    return [
      ...missingFiles(source, ['ent_ids_1', 'ent_ids_2']),
      ...missingTriples(source),
      ...(some ? [] : [`any of ${marks.join(', ')}`]),
    ];
  },
  read(source) {
    const pair = readGraphs(source, basename(resolve(source.dir)));
    const notes = [...pair.notes];
    sayUnused(source, notes);
    return { ...pair, notes };
  },
};
