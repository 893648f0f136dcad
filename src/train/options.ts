import * as z from 'zod';
import { optionSet } from '../base/index.js';

/** How a model is trained. A model's definition may bring other defaults (its authors' settings). */
export interface TrainOptions {
  /** Passes over the seeds (60). */
  readonly epochs?: number;
  /** Seeds the order of the batches (1). */
  readonly seed?: number;
  /** Pairs a batch, each other's negatives (512). */
  readonly batchSize?: number;
  /** `epoch`: the batches' losses are summed and make one step an epoch; `batch`: a step after each batch. */
  readonly step?: 'epoch' | 'batch';
  /**
   * Batches of one step held in memory at once (8): more of them share one pass of the encoder, fewer need less memory.
   * The gradients are summed, so that results differ by rounding alone.
   */
  readonly batchesAtOnce?: number;
  /** AdamW's step length (5e-4). */
  readonly learningRate?: number;
  /** AdamW's decoupled decay (0.01): each step also takes learningRate × weightDecay of every variable. */
  readonly weightDecay?: number;
  /** Decay of the first moment (0.9). */
  readonly beta1?: number;
  /** Decay of the second moment (0.999). */
  readonly beta2?: number;
  /** Added to the root of the second moment (1e-8). */
  readonly epsilon?: number;
  /** `cosine`: the step length falls to 0 along half a cosine over all steps. */
  readonly schedule?: 'constant' | 'cosine';
  /** Share of the steps over which the step length first rises from 0 (0). */
  readonly warmup?: number;
  /** Gradients are scaled down to this global norm; 0 leaves them as they are (0). */
  readonly clipNorm?: number;
  /** Iterative learning (method §4.4): lasting mutual nearest neighbours join the seeds (false). */
  readonly iterative?: boolean;
  /** Epochs before iterative learning starts (500). */
  readonly iterativeStart?: number;
  /** Epochs between two checks (5). */
  readonly iterativeEvery?: number;
  /** Checks in a row that a candidate must pass (10). */
  readonly iterativeChecks?: number;
  /** Factor on the step length once iterative learning has started (0.2). */
  readonly iterativeRate?: number;
  /** File that keeps the state of training, for `resume`; null: none (null). */
  readonly checkpoint?: string | null;
  /** Epochs between two checkpoints (50); one is also written at the end and on abort. */
  readonly checkpointEvery?: number;
  /** Go on from the checkpoint when the file exists (false). */
  readonly resume?: boolean;
}

export const trainOptions = optionSet<TrainOptions>('train', {
  epochs: z.number().int().positive().default(60),
  seed: z.number().int().default(1),
  batchSize: z.number().int().min(2).default(512),
  step: z.enum(['epoch', 'batch']).default('epoch'),
  batchesAtOnce: z.number().int().positive().default(8),
  learningRate: z.number().positive().default(5e-4),
  weightDecay: z.number().nonnegative().default(0.01),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: z.number().positive().default(1e-8),
  schedule: z.enum(['constant', 'cosine']).default('constant'),
  warmup: z.number().min(0).lt(1).default(0),
  clipNorm: z.number().nonnegative().default(0),
  iterative: z.boolean().default(false),
  iterativeStart: z.number().int().nonnegative().default(500),
  iterativeEvery: z.number().int().positive().default(5),
  iterativeChecks: z.number().int().positive().default(10),
  iterativeRate: z.number().positive().default(0.2),
  checkpoint: z.string().min(1).nullable().default(null),
  checkpointEvery: z.number().int().positive().default(50),
  resume: z.boolean().default(false),
});
