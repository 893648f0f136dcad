export * from './abstention.js';
export * from './alignment.js';
export * from './calibration.js';
export * from './match-quality.js';
export * from './ranks.js';
export * from './seeds/index.js';
export * from './split.js';
export * from './strata.js';
