import * as z from 'zod';
import { type Options, option, optionSet } from '../../base/index.js';
import type { Links } from '../../graph/index.js';
import { defineSeedSource } from '../../seeds/index.js';
import { givenSeeds } from './true-seeds.js';

const linkOptions = optionSet('truth', {
  links: option(z.custom<Links | null>(), null, 'The true links'),
});

// What an aligner is trained on that knows some links: a bound to compare with, not a way to align without labels.
defineSeedSource({
  name: 'truth',
  label: 'known true links',
  options: linkOptions,
  make: async (_task, { links }: Options<typeof linkOptions>) => ({
    seeds: givenSeeds(links),
    options: { links: links?.left.length },
    seconds: 0,
  }),
});
