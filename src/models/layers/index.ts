export * from './gat.js';
export * from './gcn.js';
export * from './linear.js';
export * from './uniform.js';
