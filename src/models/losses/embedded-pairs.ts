import type * as tf from '@tensorflow/tfjs';
import { type Encoded, pickRows } from '../model.js';

/** Embeddings of B pairs' two ends, B × width each. */
export interface Ends {
  readonly left: tf.Tensor2D;
  readonly right: tf.Tensor2D;
}

/** Pairs of joint rows, and who has the embedding that is looked at (default: all). */
export interface KnownPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly known?: ((row: number) => boolean) | undefined;
}

/** One embedding at the pairs of a batch. */
export class EmbeddedPairs implements KnownPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  #ends?: Ends;

  /** @param part one of `encoded`'s tensors */
  constructor(
    private readonly encoded: Encoded,
    private readonly part: tf.Tensor2D,
    private readonly pairs: KnownPairs,
  ) {
    this.left = pairs.left;
    this.right = pairs.right;
  }

  /** Whether an entity (joint row) has what is embedded. */
  readonly known = (row: number): boolean => this.pairs.known?.(row) ?? true;

  /** The embedding at both ends, picked once. */
  get ends(): Ends {
    this.#ends ??= { left: this.pick(this.left), right: this.pick(this.right) };
    return this.#ends;
  }

  /** The embedding's rows at these joint rows. */
  pick(rows: Int32Array): tf.Tensor2D {
    return pickRows(this.encoded, this.part, rows);
  }

  /** The same embedding at the pairs of another one. */
  at({ left, right, known }: KnownPairs): EmbeddedPairs {
    return left === this.left && right === this.right
      ? this
      : new EmbeddedPairs(this.encoded, this.part, { left, right, known });
  }
}
