export * from './fusion.js';
export * from './transformer.js';
export * from './weighted.js';
