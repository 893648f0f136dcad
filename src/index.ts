/**
 * PSQE: align two multimodal knowledge graphs without labels.
 * Everything public of every room, in the order of docs/house.md.
 */
export * from './base/index.js';
export * from './compute/index.js';
export * from './datasets/index.js';
export * from './evaluate/index.js';
export * from './features/index.js';
export * from './graph/index.js';
export * from './models/index.js';
export * from './notebook/index.js';
export * from './plots/index.js';
export * from './read/index.js';
export * from './seeds/index.js';
export * from './study/index.js';
export * from './theory/index.js';
export * from './train/index.js';
