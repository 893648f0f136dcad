export { dataFolder } from './data-folder.js';
export type { Dataset } from './dataset.js';
export { type GraphPlace, readFolder } from './folder.js';
export { packFolder } from './pack.js';
export { readLinks, readSeeds, readTestLinks, seedLines, writeSeeds } from './pairs.js';
export { readBytes } from './source.js';
