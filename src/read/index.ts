export { dataFolder } from './data-folder.js';
export type { Dataset } from './dataset.js';
export { readFolder } from './folder.js';
export { packFolder } from './pack.js';
export { readLinks, readSeeds, seedLines, writeSeeds } from './pairs.js';
