import type { Dataset } from '../read/index.js';
import type { FittedNgrams } from './hashed-ngrams.js';
import type { FittedLiterals } from './literals.js';
import type { FittedRelations } from './relation-counts.js';
import type { FittedWhitening } from './whitened-sides.js';

/**
 * How the features that are made, and do not lie in files, depend on all entities together: what is frequent, what is rare,
 * means and axes. Rows made by it again are comparable with those it was fitted to.
 */
export interface FittedFeatures {
  readonly relation?: FittedRelations | undefined;
  readonly name?: FittedNgrams | undefined;
  readonly attribute?: FittedLiterals | undefined;
  readonly image?: FittedWhitening | undefined;
}

/** A data set, and how its features were made, for later files to be opened by (`openTask`, option `fitted`). */
export interface FeaturedDataset extends Dataset {
  readonly fitted?: FittedFeatures | undefined;
}
