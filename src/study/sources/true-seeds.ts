import { OptionError } from '../../base/index.js';
import type { Links, SeedSet } from '../../graph/index.js';

/** True links as seeds, all alike. */
export const trueSeeds = (links: Links): SeedSet => ({ ...links, score: new Float32Array(links.left.length).fill(1) });

/** The same of links that must be given. @throws {OptionError} without any */
export function givenSeeds(links: Links | null | undefined): SeedSet {
  if (!links) throw new OptionError('no links are given', 'truth: option "links"', 'Give the links that are known');
  return trueSeeds(links);
}
