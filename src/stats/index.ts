export * from './intervals.js';
export * from './spread.js';
