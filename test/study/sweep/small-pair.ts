import { join } from 'node:path';
import { buildCountries } from '../../../src/datasets/index.js';
import { openPair, type StudyPair } from '../../../src/study/index.js';
import { temporaryFolder } from '../../read/folders.js';

/** A pair that runs in seconds, in other processes too: countries, laid where studies look for `dbp15k`. */
export async function smallPair(): Promise<StudyPair> {
  const folder = temporaryFolder();
  await buildCountries(join(folder, 'dbp15k', 'zh_en'), { seed: 1 });
  process.env.PSQE_DATA = folder;
  return openPair('dbp15k');
}
