export * from './effects.js';
export * from './record.js';
export * from './run.js';
export * from './stored.js';
export * from './table.js';
export * from './variants.js';
