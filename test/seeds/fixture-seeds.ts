// Run by processors.test.ts in a process of its own: the seeds of a small pair full of ties.
import { engineInfo, useEngine } from '../../src/compute/index.js';
import { pivotCsls, pivotSeeds, psqe } from '../../src/seeds/index.js';
import { tiedTask } from '../support/tied-task.js';

useEngine({ engine: 'native', threads: 2 });
const task = tiedTask();
const pairs = ({ seeds }: { seeds: { left: Int32Array; right: Int32Array } }) =>
  Array.from(seeds.left, (l, i) => `${l} ${seeds.right[i]}`);
const whole = await psqe(task, { k: 60, refine: { epochs: 10, width: 16 } });
const found = {
  pivot: pairs(await pivotSeeds(task, { k: 60 })),
  'pivot-csls': pairs(await pivotSeeds(task, { k: 60, ...pivotCsls })),
  'stage 1': pairs(whole.stages.resample),
  psqe: pairs(whole),
};
console.log(JSON.stringify({ why: engineInfo().why, found }));
