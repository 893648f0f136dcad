export * from './adjacency.js';
export * from './graph.js';
export * from './hops.js';
export * from './parts.js';
export * from './regions.js';
export * from './seeds.js';
export * from './task.js';
export * from './truth.js';
