import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildEmoji } from '../src/datasets/index.js';
import { openTask } from '../src/features/index.js';
import type { GainPair } from '../src/study/index.js';

/** A pair of graphs by its name in the study; emoji pairs are built on first use. */
export async function openPair(name: string): Promise<GainPair> {
  let where = name;
  let k = 800;
  if (name === 'dbp15k') {
    where = join(process.env.PSQE_DATA ?? resolve('../shared/data'), 'dbp15k', 'zh_en');
    k = 4500;
  } else if (name !== 'emoji') {
    where = join('.cache', `emoji-${name.replaceAll(/[:,]/g, '-')}`);
    const [left, right] = name.split(',');
    if (!existsSync(where)) await buildEmoji(where, { left: left!, right: right!, seed: 1, thumbnails: false });
  }
  const { task, truth } = openTask(where, { seed: 1 });
  return { name, task, truth: truth!, k };
}
