import * as tf from '@tensorflow/tfjs';
import type { Links } from '../../graph/index.js';
import type { BatchContext, Encoded, Model, RowSubset } from '../model.js';

/** float32 sums in another order differ by less, of their size. */
export const same = 1e-4;

/** Runs a job that gives numbers; its tensors are freed. */
export function freed<T>(job: () => T): T {
  let result: T;
  tf.tidy(() => {
    result = job();
  });
  return result!;
}

/** What a model gives, as numbers. */
export interface Outcome {
  readonly joint: Float32Array;
  readonly parts: ReadonlyMap<string, Float32Array>;
  readonly loss: number;
}

const numbers = (x: tf.Tensor) => x.dataSync().slice() as Float32Array;

/** Embeddings (of all entities, or of the subset) and the loss of one batch. */
export function outcomeOf(
  model: Model,
  pairs: Links,
  batch?: BatchContext,
  o: { readonly subset?: RowSubset; readonly dropoutSeed?: number } = {},
): Outcome {
  return freed(() => {
    const encoded = model.encode(o.subset, o.dropoutSeed);
    return {
      joint: numbers(encoded.joint),
      parts: new Map([...encoded.parts].map(([name, part]) => [name, numbers(part)])),
      loss: model.loss(encoded, pairs.left, pairs.right, batch).dataSync()[0]!,
    };
  });
}

/** What differs most between two outcomes of the same shapes, in words; undefined where nothing differs by more than `most`. */
export function difference(a: Outcome, b: Outcome, most: number): string | undefined {
  const sizes: [string, number][] = [
    ['the joint embedding', largestDifference(a.joint, b.joint)],
    ...[...a.parts].map(([name, part]): [string, number] => [
      `part "${name}"`,
      largestDifference(part, b.parts.get(name)!),
    ]),
    ['the loss', largestDifference([a.loss], [b.loss])],
  ];
  const [where, size] = sizes.reduce((worst, each) => (each[1] > worst[1] ? each : worst));
  return size > most ? `${where} differs by ${size.toPrecision(2)} of its largest value` : undefined;
}

/** max |a − b| / max |a|; infinite for lists of unequal length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(a[i]!));
  }
  return most === 0 ? 0 : most / size;
}

/** The rows of a table of `count` rows that belong to the given places. */
export function takeRows(values: Float32Array, count: number, places: Int32Array): Float32Array {
  const width = values.length / count;
  const out = new Float32Array(places.length * width);
  places.forEach((place, i) => void out.set(values.subarray(place * width, (place + 1) * width), i * width));
  return out;
}

/** The names and tensors of an encoding: `joint` first, then the parts. */
export function tensorsOf(encoded: Encoded): [string, tf.Tensor2D][] {
  return [['joint', encoded.joint], ...[...encoded.parts].map(([n, p]): [string, tf.Tensor2D] => [`parts "${n}"`, p])];
}
