import * as z from 'zod';
import { OptionError, optionSet, unknownOption } from '../base/index.js';
import type { AlignmentTask, Links } from '../graph/index.js';
import type { ContrastOptions } from '../models/index.js';
import { type CorrectOptions, correctOptions } from './correct.js';
import { checkContrast, graphSource } from './encoder.js';
import { type FloodOptions, floodOptions } from './flood.js';
import { type GrowOptions, growFields } from './grow.js';
import { checkCompared, fields } from './stage.js';
import { fusedWeights, has, type Weights } from './weights.js';

/** Settings of `refineSeeds`; `preset: 'reference'` of `psqe` names the public implementation's. */
export interface RefineOptions {
  /**
   * One round a number: the share of the pairs, the surest first, that the round's encoder is trained on; the pairs that
   * it then finds are the next round's ([.25, .35, .45, .55, .7, .85, 1]; the reference: [1]).
   */
  readonly rounds?: readonly number[];
  /**
   * What makes a pair sure: the `margin` of its score over both ends' second best, or the `score` ('margin'). Pairs of a
   * `greedy` walk have no margin and go by score, and so do the given seeds in the first round without flooding. Seeds that
   * are kept are the surest.
   */
  readonly curriculum?: 'margin' | 'score';
  /**
   * Regions (`entityRegions`) of which each gives its share of the surest pairs; 0: the surest wherever they are (0).
   */
  readonly curriculumRegions?: number;
  /** Whether the given seeds stay, and found pairs join only where neither end is in one; the reference: true (false). */
  readonly keep?: boolean;
  /**
   * Pairs known to be true, if any: they join the given seeds, every round is trained on all of them, and they stay to the end;
   * found pairs join only where neither end is in one (null). `psqe` with links sets `raw` and `ownLayers` too.
   */
  readonly links?: Links | null;
  /** How many times as much as a found pair a link counts in the loss (10). */
  readonly linkWeight?: number;
  /** Seeds that support their neighbours' pairs, before the first round and in each; null: none ({}). */
  readonly flood?: FloodOptions | null;
  /** Passes over a round's seeds (4; the reference: 300). */
  readonly epochs?: number;
  /** An optimiser step after each `batch`, or one an `epoch` as the reference ('batch'). */
  readonly step?: 'batch' | 'epoch';
  /** AdamW's step length (0.01). */
  readonly learningRate?: number;
  /** AdamW's decoupled decay (0.01). */
  readonly weightDecay?: number;
  /** Seeds a batch, each other's negatives (400; the reference: 2000). */
  readonly batchSize?: number;
  /** τ of the contrastive loss; the reference: 1 (0.1). */
  readonly temperature?: number;
  /** Whether embeddings are made unit before the loss; the reference: not (true). */
  readonly normalize?: boolean;
  /** Pairs count in the loss alike, `none`, or by their `margin`, at most 2, where they have one ('none'); needs `normalize`. */
  readonly confidence?: 'none' | 'margin';
  /** How the loss uses anchors and negatives: `{ negatives: 'all' }`, `{ repulsion: 'balanced' }`, … ({}); needs `normalize`. */
  readonly contrast?: Partial<ContrastOptions>;
  /** What goes through the graph: an embedding of each `entity`, or its `features` as in the reference ('entity'). */
  readonly graphInput?: 'entity' | 'features';
  /**
   * Modalities that each graph has a linear layer of its own for, so that its way to show a thing can be learned, as one
   * vendor's skin tones against another's; without known links it gives little. Such a modality's
   * features are held twice as wide ([]).
   */
  readonly ownLayers?: readonly string[];
  /** Width of the encoder (100; the reference: 300). */
  readonly width?: number;
  /** Attention heads of each graph layer ([1, 1]; the reference: [2, 2]). */
  readonly heads?: readonly number[];
  /** Block weights of the modalities in the similarity that picks new pairs ([V ; A ; .3 R]). */
  readonly weights?: Weights;
  /** Weight of the raw features in that similarity; the reference: 0 (1). */
  readonly raw?: number;
  /** Weight of the learned embeddings in it; the reference: 1 (3). */
  readonly learned?: number;
  /** What becomes of the weight of a raw modality that an entity lacks in it, see `fuse`; flooding has its own ('spread'). */
  readonly missing?: 'spread' | 'zero';
  /** New pairs: `mutual` nearest neighbours or a `greedy` one-to-one walk ('mutual'). */
  readonly pick?: 'greedy' | 'mutual';
  /**
   * Neighbourhood expansion of each round's pairs, with settings as stage 3's but of its own; by margin what joins is the
   * least sure; null: none (null).
   */
  readonly expand?: GrowOptions | null;
  /** At most so many pairs are picked; null: every mutual pair, for `greedy` as many as there are seeds (null). */
  readonly k?: number | null;
  /** Neighbours in the hubness correction, CSLS; 0: none (10). */
  readonly csls?: number;
  /** A greedy walk looks at the `candidates · k` most similar pairs (100). */
  readonly candidates?: number;
  /** The error correction at the end; null: none (null). */
  readonly correct?: CorrectOptions | null;
  /** Order of the result: best `score` first, or `arrival`: as picked, seeds that are kept before the others ('score'). */
  readonly order?: 'score' | 'arrival';
  /** Draws the encoder's first values, orders batches, breaks ties (1). */
  readonly seed?: number;
}

export const refineOptions = optionSet<RefineOptions>('refineSeeds', {
  rounds: z.array(z.number().gt(0).max(1)).min(1).default([0.25, 0.35, 0.45, 0.55, 0.7, 0.85, 1]),
  curriculum: z.enum(['margin', 'score']).default('margin'),
  curriculumRegions: z.number().int().nonnegative().default(0),
  keep: z.boolean().default(false),
  links: fields.links,
  linkWeight: z.number().positive().default(10),
  flood: z.custom<FloodOptions | null>((value) => typeof value === 'object').default({}),
  epochs: z.number().int().positive().default(4),
  step: z.enum(['batch', 'epoch']).default('batch'),
  learningRate: z.number().positive().default(0.01),
  weightDecay: z.number().nonnegative().default(0.01),
  batchSize: z.number().int().min(2).default(400),
  temperature: z.number().positive().default(0.1),
  normalize: z.boolean().default(true),
  confidence: z.enum(['none', 'margin']).default('none'),
  contrast: z.custom<Partial<ContrastOptions>>((value) => typeof value === 'object' && value !== null).default({}),
  graphInput: z.enum(['entity', 'features']).default('entity'),
  ownLayers: z.array(z.string()).default([]),
  width: z.number().int().positive().default(100),
  heads: z.array(z.number().int().positive()).min(1).default([1, 1]),
  weights: fields.weights.default(fusedWeights),
  raw: z.number().nonnegative().default(1),
  learned: z.number().nonnegative().default(3),
  missing: fields.missing.default('spread'),
  pick: fields.pick.default('mutual'),
  expand: z.custom<GrowOptions | null>((value) => typeof value === 'object').default(null),
  k: z.number().int().positive().nullable().default(null),
  csls: fields.csls.default(10),
  candidates: fields.candidates,
  correct: z.custom<CorrectOptions | null>((value) => typeof value === 'object').default(null),
  order: fields.order.default('score'),
  seed: fields.seed,
});

/** Expansion within the rounds. */
const growOptions = optionSet<GrowOptions>('refineSeeds: expand', growFields);

/** Every option filled in, those of flooding, expansion and correction too. */
export type ResolvedRefine = Required<RefineOptions> & {
  readonly flood: Required<FloodOptions> | null;
  readonly expand: Required<GrowOptions> | null;
  readonly correct: Required<CorrectOptions> | null;
};

/** Every option filled in, and checked against one another and the task. */
export function resolveRefine(task: AlignmentTask, options?: RefineOptions): ResolvedRefine {
  const o = refineOptions.resolve(options);
  checkLoss(o);
  // With flooding, seeds' support alone can pick pairs.
  if (!o.flood) checkCompared(o, refineOptions.component);
  checkOwnLayers(task, o);
  if (o.links && o.correct) refuse('could drop links that are known to be true', 'correct', 'Leave out one of the two');
  const { weights, raw, learned, missing, csls, seed } = o;
  const expand = o.expand && growOptions.resolve({ weights, raw, learned, missing, seed, ...o.expand });
  if (expand) checkCompared(expand, growOptions.component);
  return {
    ...o,
    flood: o.flood && floodOptions.resolve({ weights, csls, seed, ...o.flood }),
    expand,
    correct: o.correct && correctOptions.resolve(o.correct),
  };
}

function refuse(what: string, option: string, remedy: string): never {
  throw new OptionError(what, `refineSeeds: option "${option}"`, remedy);
}

/** The reference's loss, of embeddings as they are, knows no weights; pairs that neighbours add have no margin to weigh by. */
function checkLoss({ normalize, confidence, contrast, links, expand }: Required<RefineOptions>): void {
  checkContrast(contrast);
  const raw = 'has no effect on embeddings that are not unit';
  const unit = 'Set normalize: true, or leave it out';
  if (!normalize && confidence === 'margin') refuse(raw, 'confidence', unit);
  if (!normalize && Object.keys(contrast).length > 0) refuse(raw, 'contrast', unit);
  if (!normalize && links) refuse('cannot count more in a loss of embeddings that are not unit', 'links', unit);
  if (expand && confidence === 'margin')
    refuse('pairs that join by expansion have no margin', 'confidence', 'Leave out one of the two');
}

function checkOwnLayers(task: AlignmentTask, { ownLayers, graphInput }: Required<RefineOptions>): void {
  const known = task.modalities.map((m) => m.name);
  for (const name of ownLayers) {
    if (!known.includes(name)) throw unknownOption('refineSeeds: option "ownLayers"', name, known, 'modality');
    if (!has(task, name)) refuse(`"${name}" cannot be compared across the graphs`, 'ownLayers', 'Leave it out');
    if (graphInput === 'features' && graphSource(task) === name)
      refuse(
        `"${name}" goes through the graph, which is one for both`,
        'ownLayers',
        "Leave out graphInput: 'features', or set ownLayers: []",
      );
  }
}
