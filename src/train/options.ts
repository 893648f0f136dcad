import * as z from 'zod';
import { count, type Options, option, optionSet } from '../base/index.js';
import type { Regions } from '../graph/index.js';

export const trainOptions = optionSet('train', {
  epochs: option(count(), 60, 'Passes over the seeds'),
  seed: option(z.number().int(), 1, 'Drives everything random: the order of the batches, dropout, drawn negatives'),
  batchSize: option(count(2), 512, "Pairs a batch, each other's negatives"),
  step: option(
    z.enum(['epoch', 'batch']),
    'epoch',
    "`epoch`: the batches' losses are summed and make one step an epoch; `batch`: a step after each batch",
  ),
  batchesAtOnce: option(
    count(),
    8,
    'Batches of one step held in memory at once: more of them share one pass of the encoder, fewer need less memory. The gradients are summed, so that results differ by rounding alone',
  ),
  learningRate: option(z.number().positive(), 5e-4, "AdamW's step length"),
  weightDecay: option(
    z.number().nonnegative(),
    0.01,
    "AdamW's decoupled decay: each step also takes learningRate × weightDecay of every variable",
  ),
  beta1: option(z.number().min(0).lt(1), 0.9, 'Decay of the first moment'),
  beta2: option(z.number().min(0).lt(1), 0.999, 'Decay of the second moment'),
  epsilon: option(z.number().positive(), 1e-8, 'Added to the root of the second moment'),
  schedule: option(
    z.enum(['constant', 'cosine']),
    'constant',
    'The step length stays `constant`, or falls to 0 along half a `cosine` over all steps',
  ),
  warmup: option(z.number().min(0).lt(1), 0, 'Share of the steps over which the step length first rises from 0'),
  clipNorm: option(
    z.number().nonnegative(),
    0,
    'Gradients are scaled down to this global norm; 0 leaves them as they are',
  ),
  iterative: option(
    z.boolean(),
    false,
    'Iterative learning (method §4.4): lasting mutual nearest neighbours join the seeds',
  ),
  iterativeStart: option(count(0), 500, 'Epochs before iterative learning starts'),
  iterativeEvery: option(count(), 5, 'Epochs between two checks'),
  iterativeChecks: option(count(), 10, 'Checks in a row that a candidate must pass'),
  iterativeRate: option(z.number().positive(), 0.2, 'Factor on the step length once iterative learning has started'),
  checkpoint: option(
    z.string().min(1).nullable(),
    null,
    'File that keeps the state of training, for `resume`; null: none',
  ),
  checkpointEvery: option(count(), 50, 'Epochs between two checkpoints; one is also written at the end and on abort'),
  resume: option(z.boolean(), false, 'Go on from the checkpoint when the file exists'),
});

/** How a model is trained. A model's definition may bring other defaults (its authors' settings). */
export interface TrainOptions extends Options<typeof trainOptions> {}

export const alignerOptions = optionSet('trainAligner', {
  model: option(z.string(), 'mclea', 'Which aligner: a name of `modelNames()`'),
  modelOptions: option(
    z.custom<object>((value) => typeof value === 'object' && value !== null),
    {},
    "The model's own settings, e.g. `McleaOptions` ({}: its defaults)",
  ),
  regions: option(
    z.union([count(), z.custom<Regions>((value) => typeof value === 'object' && value !== null)]),
    20,
    "The regions over which a loss balances its anchors or negatives: how many clusters of the fused features, or each entity's. Used where the model's options ask for balance",
  ),
  beside: option(
    z.array(z.string()),
    [],
    'Models without training (`raw`, `seu`, `labels`, `lightea`), at their defaults, whose embeddings from the same seeds stand beside those of `model`: blocks of unit rows, all of the same weight',
  ),
  besideLeast: option(
    z.number().min(0).max(1),
    0,
    'A view beside that finds a smaller share of the seeds again (nearest by cosine) is left out',
  ),
});

/** Which model, its settings, and how it is trained. */
export interface AlignerOptions extends TrainOptions, Options<typeof alignerOptions> {}
