import { type Options, optionSet } from '../../base/index.js';
import { psqe } from '../psqe.js';
import { fields } from '../stage.js';
import { defineSeedSource, onlySeeds } from './registry.js';

const referenceOptions = optionSet('reference', { k: fields.k, seed: fields.seed });

defineSeedSource({
  name: 'reference',
  label: "the public code's settings",
  options: referenceOptions,
  make: async (task, options: Options<typeof referenceOptions>, work) =>
    onlySeeds(await psqe(task, { ...options, preset: 'reference' }, work)),
});
