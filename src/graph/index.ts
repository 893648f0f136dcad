export * from './adjacency.js';
export * from './graph.js';
export * from './hops.js';
export * from './regions.js';
export * from './seeds.js';
export * from './tables.js';
export * from './task.js';
export * from './truth.js';
