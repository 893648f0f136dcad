export * from './intervals.js';
export * from './ranks.js';
export * from './shares.js';
export * from './spread.js';
