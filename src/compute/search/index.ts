export * from './csls.js';
export * from './greedy-match.js';
export * from './mutual-nearest.js';
export * from './rank-counts.js';
export * from './scores.js';
export * from './top-k.js';
export * from './top-pairs.js';
