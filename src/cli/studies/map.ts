import { optionSet } from '../../base/index.js';
import type { SeedSet } from '../../graph/index.js';
import { seedsAsked } from './asked.js';
import { study } from './study.js';

/** The picture of the gain study: where the seeds of four ways fall on both graphs of the embedded emoji. */
export const map = study({
  name: 'map',
  about: 'Where the seeds of four ways fall on both graphs of the embedded pair (figures/gain-map.png)',
  options: optionSet('study map', seedsAsked),
  run: async ({ k, seed }, _again, work) => {
    const [
      { openTask },
      { exportFigures, mapFigure, originOf },
      { pivotCsls, pivotSeeds, psqe },
      { mapPrecision, seedMap },
    ] = await Promise.all([
      import('../../features/index.js'),
      import('../../plots/index.js'),
      import('../../seeds/index.js'),
      import('../../study/index.js'),
    ]);
    const { task, truth } = openTask('emoji', { seed });
    const weights = { image: 1, attribute: 1 };
    const drawn = seedMap(
      task,
      new Map<string, { readonly seeds: SeedSet }>([
        ['pictures + attributes', await pivotSeeds(task, { k, seed, weights }, work)],
        ['the same with CSLS', await pivotSeeds(task, { k, seed, weights, csls: 10 }, work)],
        ['pivot-csls', await pivotSeeds(task, { ...pivotCsls, k, seed }, work)],
        ['psqe', await psqe(task, { k, seed }, work)],
      ]),
      truth,
    );
    const figures = new Map([['gain-map', mapFigure(drawn)]]);
    const command = `psqe study run map --seed ${seed} --k ${k}`;
    const { files, note } = await exportFigures(figures, 'figures', originOf(command, [...figures]));
    const lines = [...drawn.sets].map(([name, set]) => {
      return `${name}: ${set.left.length} seeds, ${set.inGroup[0]} on ${drawn.groups[0]}, precision ${mapPrecision(set)!.toFixed(3)}`;
    });
    return [...lines, ...files, ...(note ? [note] : [])].join('\n');
  },
});
