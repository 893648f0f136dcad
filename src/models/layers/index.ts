export * from './dropout.js';
export * from './gat.js';
export * from './gcn.js';
export * from './graph-encoder.js';
export * from './layer-norm.js';
export * from './linear.js';
export * from './modality-transformer.js';
export * from './uniform.js';
