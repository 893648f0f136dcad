import * as z from 'zod';
import { columnCount, count, type Options, option, optionSet } from '../base/index.js';

/** One value for all regions, or one a region. */
export type PerRegion = number | readonly number[];

const share = z.number().min(0).max(1);
const perRegion = (value: z.ZodNumber) => z.union([value, z.array(value)]);

export const syntheticOptions = optionSet('syntheticTask', {
  entities: option(count(2), 600, 'Entities of each graph; each has one partner'),
  regions: option(count(), 6, 'Regions of alike entities'),
  shares: option(
    z.array(z.number().positive()).nullable(),
    null,
    "The regions' shares π of the entities, in proportion; null: alike",
  ),
  widths: option(z.record(z.string(), columnCount()), { image: 32, attribute: 24 }, 'Columns of each modality'),
  separation: option(
    z.number().nonnegative(),
    1.5,
    "Spread of the regions' centres; an entity's own part has deviation 1: below about .3 regions overlap",
  ),
  noise: option(
    perRegion(z.number().nonnegative()),
    0.5,
    'Deviation of what each graph adds to the features on its own, by region',
  ),
  missing: option(
    perRegion(share),
    0,
    'Share of the entities that lack a modality in a graph, drawn for each modality, graph and entity, by region',
  ),
  degree: option(perRegion(z.number().positive()), 6, 'Mean number of edges at an entity, by region'),
  within: option(share, 0.9, 'Share of the edges that stay inside a region'),
  overlap: option(
    share,
    0.8,
    "Share of a graph's edges that the other graph has too; the numbers of edges do not depend on it",
  ),
  relations: option(count(), 4, 'Kinds of relation'),
  seed: option(z.number().int(), 1, 'Drives everything random'),
});

/** The dials of {@link syntheticTask}; each moves its own quantity and leaves every other draw as it is. */
export interface SyntheticOptions extends Options<typeof syntheticOptions> {}
