export type { Dataset } from './dataset.js';
export { readFolder } from './folder.js';
export { readLinks, readSeeds, writeSeeds } from './pairs.js';
