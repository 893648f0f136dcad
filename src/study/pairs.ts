import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OptionError, packageRoot } from '../base/index.js';
import { buildCharacters, buildEmoji } from '../datasets/index.js';
import { describePictures, openTask } from '../features/index.js';
import type { AlignmentTask, GroundTruth } from '../graph/index.js';
import { dataFolder } from '../read/index.js';
import { fileOfPair } from './data-files.js';

/** A pair of graphs that studies run on, with its truth. */
export interface StudyPair {
  readonly name: string;
  readonly task: AlignmentTask;
  readonly truth: GroundTruth;
  /** Seeds of the pivots and of PSQE's stage 1. */
  readonly k: number;
}

/**
 * A pair of graphs by its name in the studies; those made from packages are built on first use.
 * @throws {OptionError} for another name, InputError where the packages that `hanzi-kanji` is made from are missing
 */
export async function openPair(name: string): Promise<StudyPair> {
  if (name === HANZI_KANJI) return hanziKanji();
  const named = withNames[name];
  const { where, k } = named ? { where: dataFolder(...named.folder), k: 4500 } : { where: await emoji(name), k: 800 };
  const { task, truth } = openTask(where, { seed: 1 });
  return { name, task: named?.of ? task.withOnly(named.of) : task, truth: truth!, k };
}

/** Pairs with names in place of pictures, by their folders in `dataFolder`; `of`: the modalities that are used (all). */
const withNames: Readonly<Record<string, { readonly folder: readonly string[]; readonly of?: readonly string[] }>> = {
  dbp15k: { folder: ['dbp15k', 'zh_en'] },
  'dbp15k-ja': { folder: ['dbp15k', 'ja_en'] },
  'dbp15k-fr': { folder: ['dbp15k', 'fr_en'] },
  srprs: { folder: ['srprs', 'en_fr'] },
  'srprs-names': { folder: ['srprs', 'en_fr'], of: ['relation', 'name'] },
};

const HANZI_KANJI = 'hanzi-kanji';

/** Chinese characters and Japanese ones (`psqe data build characters`); `k` is a fifth of the smaller graph, as in `alignGraphs`. */
async function hanziKanji(): Promise<StudyPair> {
  const where = join(packageRoot(), '.cache', HANZI_KANJI);
  // It is written last: without it building was cut off.
  if (!existsSync(join(where, 'characters.csv'))) await buildCharacters(where, { seed: 1 });
  const { task, truth } = await describePictures(openTask(where, { seed: 1 }));
  return { name: HANZI_KANJI, task, truth: truth!, k: Math.round(task.right.entityCount / 5) };
}

async function emoji(name: string): Promise<string> {
  if (name === 'emoji') return name;
  const [left, right, ...more] = name.split(',');
  if (!left || !right || more.length > 0)
    throw new OptionError(
      `no pair "${name}"`,
      '--pair',
      `Give emoji, ${[...Object.keys(withNames), HANZI_KANJI].join(', ')}, or two sides such as fr:openmoji,it:fluent`,
    );
  const where = join(packageRoot(), '.cache', `emoji-${fileOfPair(name)}`);
  if (!existsSync(where)) await buildEmoji(where, { left, right, seed: 1, thumbnails: false });
  return where;
}
