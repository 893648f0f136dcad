export * from './confidence.js';
export * from './decode.js';
export * from './explain/index.js';
export { type Among, type Matches, type MatchOptions, matchEntities, matchOptions } from './match.js';
export * from './options.js';
export { type PairEvidence, pairEvidence } from './pair-evidence.js';
export * from './ranked.js';
export * from './score-spread.js';
export { optimalCells } from './select.js';
