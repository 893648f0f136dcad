import * as z from 'zod';
import { OptionError, type Options, option, optionSet } from '../../base/index.js';
import type { Links, SeedSet } from '../../graph/index.js';
import { defineSeedSource, type PsqeOptions, psqeOptions } from '../../seeds/index.js';
import { refined } from './refined.js';

/** True links as seeds, all alike. */
export const trueSeeds = (links: Links): SeedSet => ({ ...links, score: new Float32Array(links.left.length).fill(1) });

const linkOptions = optionSet('truth', {
  links: option(z.custom<Links | null>(), null, 'The true links'),
});

function given(links: Links | null | undefined): SeedSet {
  if (!links) throw new OptionError('no links are given', 'truth: option "links"', 'Give the links that are known');
  return trueSeeds(links);
}

/** What an aligner is trained on that knows some links: a bound to compare with, not a way to align without labels. */
export const truthSource = defineSeedSource({
  name: 'truth',
  label: 'known true links',
  options: linkOptions,
  make: async (_task, { links }: Options<typeof linkOptions>) => ({
    seeds: given(links),
    options: { links: links?.left.length },
    seconds: 0,
  }),
});

export const truthRefinedSource = defineSeedSource({
  name: 'truth-refined',
  label: "known true links through PSQE's stages 2 and 3",
  options: psqeOptions,
  make: (task, { links, ...changes }: PsqeOptions, work) => refined(task, given(links), changes, work),
});
