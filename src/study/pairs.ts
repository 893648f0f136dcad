import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OptionError, packageRoot } from '../base/index.js';
import { buildEmoji } from '../datasets/index.js';
import { openTask } from '../features/index.js';
import type { AlignmentTask, GroundTruth } from '../graph/index.js';
import { dataFolder } from '../read/index.js';
import { fileOfPair } from './stored.js';

/** A pair of graphs that studies run on, with its truth. */
export interface StudyPair {
  readonly name: string;
  readonly task: AlignmentTask;
  readonly truth: GroundTruth;
  /** Seeds of the pivots and of PSQE's stage 1. */
  readonly k: number;
}

/** A pair of graphs by its name in the studies; emoji pairs are built on first use. @throws {OptionError} for another name */
export async function openPair(name: string): Promise<StudyPair> {
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

async function emoji(name: string): Promise<string> {
  if (name === 'emoji') return name;
  const [left, right, ...more] = name.split(',');
  if (!left || !right || more.length > 0)
    throw new OptionError(
      `no pair "${name}"`,
      '--pair',
      `Give emoji, ${Object.keys(withNames).join(', ')}, or two sides such as fr:openmoji,it:fluent`,
    );
  const where = join(packageRoot(), '.cache', `emoji-${fileOfPair(name)}`);
  if (!existsSync(where)) await buildEmoji(where, { left, right, seed: 1, thumbnails: false });
  return where;
}
