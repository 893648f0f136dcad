export * from './record.js';
export * from './run.js';
export * from './table.js';
export * from './variants.js';
