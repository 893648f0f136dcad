export * from './align.js';
export * from './align-from-seeds.js';
export * from './align-graphs.js';
export * from './balance.js';
export * from './choices.js';
export * from './code/made-by.js';
export * from './compare.js';
export * from './compare-options.js';
export * from './density.js';
export * from './gain/index.js';
export * from './inspect.js';
export * from './kept.js';
export * from './key.js';
export * from './map.js';
export * from './measure.js';
export * from './pairs.js';
export * from './prediction.js';
export * from './remedies.js';
export * from './report.js';
export { makeSeedSets, type SeedPart } from './seed-sets.js';

import './sources/index.js';

export * from './spread.js';
export * from './stage-rounds.js';
export * from './store.js';
export * from './stored.js';
export * from './theory-study.js';
export * from './tones.js';
