export { gainBlocks, printedBlocks } from './blocks.js';
export { evaluate } from './expression.js';
export { type Names, names, number, share, type Value } from './names.js';
export { type Block, renderProse } from './render.js';
export type { ReadmeRun } from './study-values.js';
export { readmeRun } from './study-values.js';
export { studyNames } from './values.js';
export { numberWords } from './words.js';
