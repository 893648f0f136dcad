import * as tf from '@tensorflow/tfjs';

/** Some of the joint rows, and where each stands among them. */
export interface RowSubset {
  /** Joint rows, ascending, no row twice. */
  readonly rows: Int32Array;
  /** For every joint row its place in `rows`, -1 when it is not among them. */
  readonly position: Int32Array;
}

/** Columns of an embedding that stand for one thing: a modality, the structure, or a view beside an aligner. */
export interface EmbeddingBlock {
  readonly name: string;
  /** Columns. */
  readonly width: number;
}

/** Embeddings of all entities (joint rows), or of `subset` alone. */
export interface Encoded {
  /** What entities are compared by: rows × width. */
  readonly joint: tf.Tensor2D;
  /** One embedding a modality: rows × width. */
  readonly parts: ReadonlyMap<string, tf.Tensor2D>;
  /** Absent: the tensors have a row for every entity. */
  readonly subset?: RowSubset | undefined;
  /** What stands side by side in `joint`, in the order of its columns; absent where the parts are mixed. */
  readonly blocks?: readonly EmbeddingBlock[] | undefined;
}

/** What a loss may want of training besides the pairs of a batch. */
export interface Wants {
  /** The loss uses the seeds' weights (false: training on weighted seeds is refused). */
  readonly weights?: boolean;
  /** So many entities of each graph drawn for a batch, as further negatives (0). */
  readonly negatives?: number;
  /** π/q of the seeds' regions (false). */
  readonly balance?: boolean;
}

/** What training knows of a batch besides its pairs. */
export interface BatchContext {
  /** By joint row, for the seeds' rows: the seed's weight, 1 in the mean of all seeds. */
  readonly weight?: Float32Array;
  /** By joint row, for the seeds' rows: its region's share of its graph's entities over its share of the seeds. */
  readonly balance?: Float32Array;
  /** Joint rows of drawn entities of each graph, none of them in the batch, and how many such entities each stands for. */
  readonly negatives?: {
    readonly left: Int32Array;
    readonly right: Int32Array;
    readonly each: { readonly left: number; readonly right: number };
  };
}

/** What a model's author writes: variables, an encoder and a loss, in plain tf ops. */
export interface ModelParts {
  /** Everything that training changes, in a fixed order (checkpoints follow it). */
  readonly variables: readonly tf.Variable[];
  /**
   * Embeds entities. A loss needs the seeds' rows only, so training asks for a `subset`; an encoder may ignore that
   * and give all entities (it then leaves `subset` out of its result). `dropoutSeed` is given in training alone.
   * The caller tidies: intermediate tensors are its to free (a Map cannot leave `tf.tidy`).
   */
  encode(subset?: RowSubset, dropoutSeed?: number): Encoded;
  /** The loss of one batch of seeds; `left[i]` and `right[i]` are joint rows of a pair. See {@link pickRows}. */
  loss(encoded: Encoded, left: Int32Array, right: Int32Array, batch?: BatchContext): tf.Scalar;
  /** What the loss uses of its `batch` (nothing). */
  readonly wants?: Wants;
  /** Frees what the model holds besides its variables. */
  dispose?(): void;
}

/** An aligner: embeds two graphs' entities in one space; trained on pairs of joint rows. */
export interface Model extends ModelParts {
  readonly name: string;
  /** Joint rows 0 … leftCount-1 are the left graph's. */
  readonly leftCount: number;
  readonly entityCount: number;
  /** Frees variables and all else. */
  dispose(): void;
}

/** The subset of the rows that occur in `lists`. */
export function rowSubset(entityCount: number, ...lists: readonly Int32Array[]): RowSubset {
  const position = new Int32Array(entityCount).fill(-1);
  for (const list of lists) for (const row of list) position[row] = 0;
  let count = 0;
  for (let i = 0; i < entityCount; i++) if (position[i] === 0) position[i] = count++;
  const rows = new Int32Array(count);
  for (let i = 0; i < entityCount; i++) if (position[i]! >= 0) rows[position[i]!] = i;
  return { rows, position };
}

/** The rows of `part` (one of `encoded`'s tensors) that belong to the given joint rows, in that order. */
export function pickRows(encoded: Encoded, part: tf.Tensor2D, jointRows: Int32Array): tf.Tensor2D {
  const position = encoded.subset?.position;
  const indices = position ? jointRows.map((row) => position[row]!) : jointRows;
  return tf.tidy(() => tf.gather(part, tf.tensor1d(indices, 'int32')));
}

/** The name of the graph encoder's embedding among the parts. */
export const structure = 'structure';
