import { type Options, option, optionSet, roundCount, steps } from '../../base/index.js';
import { random } from '../../compute/index.js';
import type { SeedSet } from '../../graph/index.js';
import { fusedRows, labelViews, lighteaFields } from '../../models/index.js';
import { likelyFields, likelyPairs } from '../peers/likely-pairs.js';
import { secondsSince } from '../stage.js';
import { defineSeedSource } from './registry.js';

const options = optionSet('lightea', {
  ...lighteaFields,
  ...likelyFields,
  rounds: option(roundCount(), 2, 'How often pairs are found: from the features, then from the pairs before too'),
});

const none: SeedSet = { left: new Int32Array(0), right: new Int32Array(0), score: new Float32Array(0) };

/** LightEA (Mao et al., EMNLP 2022) without labels: likely pairs by the features' views become the labels of the next round. */
defineSeedSource({
  name: 'lightea',
  label: 'LightEA',
  options,
  make: async (task, given: Options<typeof options>, work) => {
    const start = performance.now();
    const o = options.resolve(given);
    const tell = steps(work, 'LightEA', o.rounds);
    await tell(0);
    const rows = fusedRows(task, o);
    let seeds = none;
    for (let round = 1; round <= o.rounds; round++) {
      seeds = likelyPairs(labelViews(task, rows, seeds, o, random(o.seed).fork(`lightea ${round}`)), o);
      await tell(round, `${seeds.left.length} seeds`);
    }
    return { seeds, options: o, seconds: secondsSince(start) };
  },
});
