export * from './embedded-pairs.js';
export * from './ial.js';
export * from './icl.js';
export * from './named-loss.js';
export * from './nca.js';
export * from './options.js';
export * from './pair-loss.js';
export * from './uncertainty.js';
export { balancedWeights } from './weights.js';
