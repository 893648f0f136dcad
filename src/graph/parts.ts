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

/**
 * Attribute triples as columns: entity `entity[i]` (row number) has the text `values[i]` for the attribute
 * `attributes[attribute[i]]`; language and datatype where the files tell them.
 */
export interface Literals {
  readonly entity: Int32Array;
  readonly attribute: Int32Array;
  readonly attributes: readonly string[];
  readonly values: readonly string[];
  readonly languages?: readonly (string | undefined)[] | undefined;
  readonly datatypes?: readonly (string | undefined)[] | undefined;
}

/** What a graph is made of; entities are the row numbers 0 … count-1. */
export interface GraphParts {
  /** What errors call this graph, e.g. the folder and `graph 1`. */
  readonly name?: string;
  /** The entity's id in the files, unique in its graph. */
  readonly ids: readonly string[];
  /** Human-readable labels for display, one an entity; never a feature. */
  readonly labels?: readonly string[] | undefined;
  /** Columns for display and for breaking results down, by name (`kind`, `group`), one value an entity; never a feature. */
  readonly facets?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Names meant to be aligned on (translated surface forms): these may become a feature; '' where there is none. */
  readonly names?: readonly string[] | undefined;
  /** Attributes as the files tell them, for a feature to be made of and for display. */
  readonly literals?: Literals | undefined;
  /** Absolute paths of pictures, one an entity, undefined where there is none. */
  readonly pictures?: readonly (string | undefined)[] | undefined;
  /** Path of a sheet of small pictures for display, in the order of ids that are whole numbers, as `buildEmoji` writes them. */
  readonly thumbnails?: string | undefined;
  readonly triples: Triples;
  readonly relationCount: number;
  /** Feature tables by modality: `image`, `attribute`, `relation`, `name`, or any other. */
  readonly features: ReadonlyMap<string, FeatureTable>;
}
