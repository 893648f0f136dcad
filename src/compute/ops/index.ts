export { type AdamWStep, adamwStepDefinition, adamwStepDefinition as adamwStep, type Moments } from './adamw.js';
export { alignmentLossDefinition, alignmentLossDefinition as alignmentLoss } from './alignment.js';
export { graphAttentionDefinition, graphAttentionDefinition as graphAttention } from './attention.js';
export { contrastiveLossDefinition, contrastiveLossDefinition as contrastiveLoss } from './contrastive.js';
export { l2NormalizeDefinition, l2NormalizeDefinition as l2Normalize } from './normalize.js';
export { sparseMatMulDefinition, sparseMatMulDefinition as sparseMatMul } from './sparse-matmul.js';
