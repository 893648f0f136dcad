export * from './decode.js';
export * from './explain/index.js';
export { type Among, type Matches, type MatchOptions, matchEntities, matchOptions } from './match.js';
export * from './options.js';
export * from './ranked.js';
export * from './score-spread.js';
export { optimalCells } from './select.js';
