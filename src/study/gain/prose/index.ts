export { gainBlocks, printedBlocks } from './blocks.js';
export { evaluate } from './expression.js';
export { type Names, names, number, share, type Value } from './names.js';
export { type Block, renderProse } from './render.js';
export { studyNames } from './values.js';
export { numberWords } from './words.js';
