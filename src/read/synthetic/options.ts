import * as z from 'zod';
import { optionSet } from '../../base/index.js';

/** One value for all regions, or one a region. */
export type PerRegion = number | readonly number[];

/** The dials of {@link syntheticTask}; each moves its own quantity and leaves every other draw as it is. */
export interface SyntheticOptions {
  /** Entities of each graph; each has one partner (600). */
  readonly entities?: number;
  /** Regions of alike entities (6). */
  readonly regions?: number;
  /** Their shares π of the entities, in proportion; null: alike (null). */
  readonly shares?: readonly number[] | null;
  /** Columns of each modality ({ image: 32, attribute: 24 }). */
  readonly widths?: Readonly<Record<string, number>>;
  /** Spread of the regions' centres; an entity's own part has deviation 1: below about .3 regions overlap (1.5). */
  readonly separation?: number;
  /** Deviation of what each graph adds to the features on its own, by region (0.5). */
  readonly noise?: PerRegion;
  /** Share of the entities that lack a modality in a graph, drawn for each modality, graph and entity, by region (0). */
  readonly missing?: PerRegion;
  /** Mean number of edges at an entity, by region: how dense it is (6). */
  readonly degree?: PerRegion;
  /** Share of the edges that stay inside a region (0.9). */
  readonly within?: number;
  /** Share of a graph's edges that the other graph has too; the numbers of edges do not depend on it (0.8). */
  readonly overlap?: number;
  /** Kinds of relation (4). */
  readonly relations?: number;
  /** Drives everything random (1). */
  readonly seed?: number;
}

const share = z.number().min(0).max(1);
const perRegion = (value: z.ZodNumber) => z.union([value, z.array(value)]);

export const syntheticOptions = optionSet<SyntheticOptions>('syntheticTask', {
  entities: z.number().int().min(2).default(600),
  regions: z.number().int().positive().default(6),
  shares: z.array(z.number().positive()).nullable().default(null),
  widths: z.record(z.string(), z.number().int().positive()).default({ image: 32, attribute: 24 }),
  separation: z.number().nonnegative().default(1.5),
  noise: perRegion(z.number().nonnegative()).default(0.5),
  missing: perRegion(share).default(0),
  degree: perRegion(z.number().positive()).default(6),
  within: share.default(0.9),
  overlap: share.default(0.8),
  relations: z.number().int().positive().default(4),
  seed: z.number().int().default(1),
});
