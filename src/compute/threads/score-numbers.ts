import type { Numbers } from './job.js';

/**
 * What the scores are: where the matrices lie, their sizes, and how they are cut into tiles, where products are kept; 0 for
 * what there is none of. A search goes over the rows and columns from … to alone; `left` and `right` are where rows 0 would lie.
 */
export const scoreFields = [
  'left',
  'right',
  'rows',
  'cols',
  'rowFrom',
  'rowTo',
  'colFrom',
  'colTo',
  'width',
  'tileRows',
  'tileCols',
  'tile',
  'offsets',
  'columns',
  'values',
  'rowRadii',
  'columnRadii',
  'paddedCols',
  'products',
  'productsReady',
] as const;

export type ScoreNumbers = Numbers<(typeof scoreFields)[number]>;
