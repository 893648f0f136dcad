import { OptionError } from '../base/index.js';
import type { Links } from '../graph/index.js';
import type { ExpandOptions } from './expand.js';
import type { RefineOptions } from './refine-options.js';
import type { ResampleOptions } from './resample-options.js';
import type { VariantOptions } from './variants/options.js';
import { fusedWeights, type Weights } from './weights.js';

/** Settings of the three stages. */
export interface StageOptions {
  readonly resample: ResampleOptions;
  readonly refine: RefineOptions;
  readonly expand: ExpandOptions;
  /** null: variants are not placed. */
  readonly variants: VariantOptions | null;
}

/** A way to run PSQE, as data. */
export interface Preset {
  /** Block weights where the caller gives none. */
  readonly weights: Weights;
  stages(o: {
    readonly k: number;
    readonly seed: number;
    readonly weights: Weights;
    readonly links?: Links | null;
    /** Whether the task has pictures. */
    readonly pictures?: boolean;
    /** Whether it has names and no pictures. */
    readonly names?: boolean;
    /** Whether its graphs have edges. */
    readonly edges?: boolean;
  }): StageOptions;
}

/**
 * Names say nearly everything by themselves, and their neighbours' names most of the rest: passed along the triples, one to
 * one by Sinkhorn's plan, they need no quotas and one round of self-training. What the round's pairs say of their
 * surroundings counts too, and of entities that seem to have no partner nothing is said. Chosen on DBP15K ZH-EN, see
 * docs/gain.md.
 */
const byNames = { propagate: 2, pick: 'sinkhorn' } as const;

type StagesOf = Preset['stages'];

/** The default's stages; `rounds`: others than stage 2's own, where there are pictures. */
const defaultStages =
  (rounds?: readonly number[]): StagesOf =>
  ({ k, seed, weights, links, pictures, names, edges }) => {
    const known = links && { raw: 0 };
    const byLabels = names && edges && { labels: 2 };
    const named = names && { ...byNames, ...byLabels, rounds: [1], flood: { ...byNames, rounds: 1 } };
    const own = links && pictures && { ownLayers: ['image'] };
    return {
      resample: { k, seed, weights, ...(names && { ...byNames, clusters: 1 }) },
      refine: { seed, weights, ...(rounds && { rounds: [...rounds] }), ...named, ...known, ...own },
      expand: { seed, weights, ...(names && { least: links ? null : 0.15 }), ...byLabels, ...known },
      // With links, the pictures' own layers learn how the variants look.
      variants: links ? null : { seed },
    };
  };

/**
 * - `default`: hubness-corrected similarities, mutual neighbours, quotas of many clusters, flooding, a curriculum of
 *   self-training, centred neighbourhoods, no error correction. Chosen on a development pair, see docs/gain.md.
 * - `fast`: with pictures four rounds instead of seven, for a third less time: as good on one development pair, two points behind on another.
 * - `reference`: the public implementation (method §9): pairs by attributes and relations alone within 5 clusters,
 *   lost quota, temperature 1 without normalisation, correction in one direction, thresholds by position.
 */
export const presets = {
  default: {
    weights: fusedWeights,
    stages: defaultStages(),
  },
  fast: {
    weights: fusedWeights,
    stages: defaultStages([0.25, 0.45, 0.7, 1]),
  },
  reference: {
    weights: { image: 0.8, attribute: 0.1, relation: 0.1 },
    stages: ({ k, seed, weights, links }) => {
      if (links)
        throw new OptionError('the reference knows no links', 'psqe: option "links"', 'Leave out one of the two');
      const shares = squareRoots(weights);
      const hard = { weights: shares, csls: 0, direction: 'left', tolerance: 0, missing: 'zero' } as const;
      return {
        resample: {
          k,
          seed,
          weights,
          clusters: 5,
          clustering: 'reference',
          similarity: 'semantic',
          scope: 'cluster',
          pick: 'greedy',
          csls: 0,
          redistribute: false,
          order: 'arrival',
          missing: 'zero',
        },
        refine: {
          k,
          seed,
          weights,
          rounds: [1],
          keep: true,
          flood: null,
          epochs: 300,
          step: 'epoch',
          batchSize: 2000,
          temperature: 1,
          normalize: false,
          graphInput: 'features',
          width: 300,
          heads: [2, 2],
          raw: 0,
          learned: 1,
          pick: 'greedy',
          csls: 0,
          order: 'arrival',
          correct: hard,
        },
        expand: {
          seed,
          weights: shares,
          raw: 0.5,
          learned: 0.5,
          pick: 'best',
          center: false,
          free: false,
          threshold: [0.8, 0.9],
          pairs: [6, 3],
          order: 'arrival',
          csls: 0,
          correct: hard,
        },
        variants: null,
      };
    },
  },
} satisfies Record<string, Preset>;

/** Names of the presets. */
export type PresetName = keyof typeof presets;

/** In stage 3 and in the correction the reference's weights are shares of the similarity, not of the features. */
function squareRoots(weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, Math.sqrt(w)]));
}
