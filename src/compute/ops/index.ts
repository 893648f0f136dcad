export * from './adamw-step.js';
export * from './alignment-loss.js';
export { contrastiveLoss } from './contrastive-loss.js';
export * from './definitions.js';
export * from './graph-attention.js';
export * from './l2-normalize.js';
export * from './sparse-mat-mul.js';
export * from './weighted-contrastive-loss.js';
