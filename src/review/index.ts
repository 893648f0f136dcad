export type { Reviewable } from './collect.js';
export * from './options.js';
export { pictureUrl, type SmallPictures, smallPictures } from './pictures.js';
export * from './review.js';
