import { type Options, optionSet, steps } from '../../base/index.js';
import { propagateFused } from '../../features/index.js';
import { seuFields } from '../../models/index.js';
import { likelyFields, likelyPairs } from '../peers/likely-pairs.js';
import { secondsSince } from '../stage.js';
import { defineSeedSource } from './registry.js';

const options = optionSet('seu', { ...seuFields, ...likelyFields });

/**
 * SEU (Mao et al., "From Alignment to Assignment", EMNLP 2021), without training: propagated features, Sinkhorn over all of
 * both graphs, and the likely pairs, as many as there are.
 */
defineSeedSource({
  name: 'seu',
  label: 'SEU',
  options,
  make: async (task, given: Options<typeof options>, work) => {
    const start = performance.now();
    const o = options.resolve(given);
    const tell = steps(work, 'SEU', 2);
    await tell(0);
    const sides = propagateFused(task, { weights: o.weights, missing: o.missing, layers: o.layers });
    await tell(1, 'features propagated');
    const seeds = likelyPairs(sides, o);
    await tell(2, `${seeds.left.length} seeds`);
    return { seeds, options: o, seconds: secondsSince(start) };
  },
});
