import * as z from 'zod';
import { count, type Options, option, optionSet } from '../base/index.js';

export const reviewOptions = optionSet('writeReview', {
  title: option(z.string().min(1).nullable(), null, 'The heading; null: the names of the two graphs'),
  limit: option(count(), 20_000, 'Pairs that are listed, the least sure ones where there are more'),
  pictures: option(z.number().nonnegative(), 24, 'Megabytes of pictures that are put in at most; 0: none'),
  rivals: option(count(0), 2, 'Other partners of each end that are told of a pair'),
  neighbours: option(count(0), 4, 'Neighbours that speak for a pair, and against it, told by name'),
});

/** What is put into a review page. */
export interface ReviewOptions extends Options<typeof reviewOptions> {}
