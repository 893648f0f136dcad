export * from './decode.js';
export * from './match.js';
export * from './options.js';
export { optimalCells } from './select.js';
