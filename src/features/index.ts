export * from './attribute-bags.js';
export * from './derived.js';
export * from './fuse.js';
export * from './hashed-ngrams.js';
export * from './image.js';
export * from './open-task.js';
export * from './relation-counts.js';
export * from './whiten.js';
