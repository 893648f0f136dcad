/**
 * Writes the groups of test links that the gain study's tables tell apart (by degree, by skin tone), data/gain/PAIR.groups.json,
 * so that tables and prose are made from records alone, without building the pairs.
 *
 *     node bench/run.mjs gain-groups [PAIR of the gain table …]
 */

import { writeGroups } from '../src/experiments/gain/groups.js';
import { gainGroups, madeHere } from '../src/experiments/index.js';
import { openPair } from './gain-table.js';

const every = [
  'emoji',
  'dbp15k',
  'es:noto,pl:openmoji',
  'pt:fluent,ja:twemoji',
  'fr:openmoji,it:fluent',
  'fr:twemoji,it:openmoji',
];
const asked = process.argv.slice(3);
for (const name of asked.length > 0 ? asked : every) {
  const { task, truth } = await openPair(name);
  console.log(writeGroups(name, madeHere(task).task, gainGroups(task, truth)));
}
