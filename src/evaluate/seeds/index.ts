export { type Coverage, coverage } from './coverage.js';
export * from './facet-counts.js';
export * from './quality.js';
