export { columnsOfRows, csrFromTriplets, multiplyCsr, rowOfCells, transposeCsr } from './csr.js';
export { heapBlock } from './device/heap-block.js';
export * from './engine.js';
export * from './kmeans.js';
export * from './matmul.js';
export * from './matrix.js';
export * from './ops/index.js';
export * from './random.js';
export * from './search/index.js';
