export * from './definitions.js';
export {
  type AdamwStep,
  adamwStepDefinition as adamwStep,
  alignmentLossDefinition as alignmentLoss,
  contrastiveLossDefinition as contrastiveLoss,
  graphAttentionDefinition as graphAttention,
  l2NormalizeDefinition as l2Normalize,
  sparseMatMulDefinition as sparseMatMul,
} from './definitions.js';
