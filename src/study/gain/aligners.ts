import type { AlignerOptions } from '../../train/index.js';

/** Aligners of the gain table. */
export const gainAligners: Readonly<Record<string, AlignerOptions>> = {
  /** MCLEA, small and quick: for what one ingredient does. */
  small: {
    model: 'mclea',
    epochs: 4,
    step: 'batch',
    learningRate: 0.01,
    modelOptions: { width: 100, heads: [1, 1] },
  },
  mclea: { model: 'mclea', epochs: 30 },
  meaformer: { model: 'meaformer', epochs: 30 },
  /** EVA in batches; steps, their length and epochs chosen on fr:openmoji, it:fluent with 30 % of the truth. */
  eva: { model: 'eva', epochs: 30, step: 'batch', batchSize: 512, learningRate: 0.003 },
  /** MEAformer, small and quick in the same way: for whether another aligner agrees on the order of rows. */
  'meaformer-small': {
    model: 'meaformer',
    epochs: 4,
    step: 'batch',
    batchSize: 512,
    learningRate: 0.01,
    modelOptions: { width: 100, graphHeads: [1, 1] },
  },
};
