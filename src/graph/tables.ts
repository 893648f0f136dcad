import type { Matrix } from '../compute/index.js';

/** Relation triples as columns: entity `head[t]` stands in relation `relation[t]` to entity `tail[t]` (row numbers). */
export interface Triples {
  readonly head: Int32Array;
  readonly relation: Int32Array;
  readonly tail: Int32Array;
}

/** One modality's features of one graph: a row an entity; `known[i]` is 0 where entity i has no such feature. */
export interface FeatureTable {
  readonly values: Matrix;
  readonly known: Uint8Array;
}
