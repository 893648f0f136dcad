export * from './export.js';
export * from './figure.js';
export * from './gain-figures.js';
export * from './kaleido.js';
export * from './map-figure.js';
export * from './run-figures.js';
export * from './seed-figures.js';
export * from './style.js';
