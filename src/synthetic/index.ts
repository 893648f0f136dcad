export { tiltedShares } from './counts.js';
export { type PerRegion, type SyntheticOptions, syntheticOptions } from './options.js';
export * from './seeds.js';
export { type SyntheticTask, syntheticTask } from './task.js';
