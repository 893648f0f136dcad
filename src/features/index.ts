export * from './attribute-bags.js';
export * from './density.js';
export * from './derived.js';
export * from './fitted.js';
export * from './fuse.js';
export * from './hashed-ngrams.js';
export * from './image.js';
export * from './literals.js';
export * from './open-picture.js';
export * from './open-task.js';
export * from './pictures.js';
export * from './propagate.js';
export * from './regions.js';
export * from './relation-counts.js';
export * from './whiten.js';
export {
  type FittedWhitening,
  type WhitenedSidesOptions,
  whitenedSides,
  whitenedSidesOptions,
} from './whitened-sides.js';
