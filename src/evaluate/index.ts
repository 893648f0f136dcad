export * from './alignment.js';
export * from './match-quality.js';
export * from './ranks.js';
export * from './seeds/index.js';
export * from './split.js';
export * from './strata.js';
