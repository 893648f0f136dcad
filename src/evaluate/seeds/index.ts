export { type Coverage, coverage } from './coverage.js';
export * from './facet-counts.js';
export * from './facet-shares.js';
export * from './quality.js';
