export * from './balance.js';
export type { Coverage } from './coverage.js';
export * from './quality.js';
