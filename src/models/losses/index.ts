export * from './ial.js';
export * from './icl.js';
export * from './nca.js';
export * from './uncertainty.js';
