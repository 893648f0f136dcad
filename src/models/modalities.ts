import * as tf from '@tensorflow/tfjs';
import { matrix, normalizeRows, type Random } from '../compute/index.js';
import { type FixedFeatures, fixedFeatures } from './fixed-features.js';
import { drawMissing, type ModelInputs } from './inputs.js';
import { type Linear, linear } from './layers/index.js';
import type { RowSubset } from './model.js';

/** How aligners treat feature rows. */
export interface ModalityOptions {
  /** Unknown rows: left out of losses and fusion, or drawn from Normal(mean, deviation) of the known (public codes). */
  readonly missing: 'mask' | 'draw';
  /** Feature rows made unit before the first layer. */
  readonly unitInputs: boolean;
}

/** One linear layer a modality over features that never change. */
export interface ModalityEncoders {
  readonly names: readonly string[];
  readonly variables: readonly tf.Variable[];
  /** One embedding a modality, of all entities or of the subset. */
  encode(subset?: RowSubset): Map<string, tf.Tensor2D>;
  /** For modalities that some entity lacks: rows × 1 of 0/1. */
  masks(subset?: RowSubset): Map<string, tf.Tensor2D>;
  /** True where both ends have the modality; always true for names that are no feature modality (`structure`). */
  bothKnown(name: string, left: number, right: number): boolean;
  dispose(): void;
}

interface Modality {
  readonly features: FixedFeatures;
  readonly known: Uint8Array;
  readonly complete: boolean;
  readonly layer: Linear;
}

/** Linear(features → `widthOf(name)`) for each modality of the inputs. */
export function modalityEncoders(
  inputs: ModelInputs,
  widthOf: (name: string) => number,
  o: ModalityOptions,
  random: Random,
): ModalityEncoders {
  const modalities = new Map<string, Modality>();
  for (const [name, given] of inputs.features) {
    const table = o.missing === 'draw' ? drawMissing(given, random.fork(`missing ${name}`)) : withoutUnknown(given);
    modalities.set(name, {
      features: fixedFeatures(o.unitInputs ? normalizeRows(table.values) : table.values),
      known: table.known,
      complete: table.known.every((k) => k !== 0),
      layer: linear(table.values.cols, widthOf(name), random.fork(`linear ${name}`)),
    });
  }
  const all = [...modalities];
  return {
    names: all.map(([name]) => name),
    variables: all.flatMap(([, m]) => [...m.layer.variables]),
    encode: (subset) => new Map(all.map(([name, m]) => [name, m.layer.apply(m.features.take(subset))])),
    masks: (subset) =>
      new Map(all.filter(([, m]) => !m.complete).map(([name, m]) => [name, maskColumn(m.known, subset)])),
    bothKnown(name, left, right) {
      const known = modalities.get(name)?.known;
      return !known || (known[left] !== 0 && known[right] !== 0);
    },
    dispose: () => {
      for (const [, m] of all) m.features.dispose();
    },
  };
}

/** Unknown rows as zeros, whatever the table holds there. */
function withoutUnknown(table: { values: { data: Float32Array; rows: number; cols: number }; known: Uint8Array }) {
  const { rows, cols } = table.values;
  const values = matrix(rows, cols, Float32Array.from(table.values.data));
  for (let i = 0; i < rows; i++) if (!table.known[i]) values.data.fill(0, i * cols, (i + 1) * cols);
  return { values, known: table.known };
}

function maskColumn(known: Uint8Array, subset?: RowSubset): tf.Tensor2D {
  const column = subset ? Float32Array.from(subset.rows, (r) => (known[r] ? 1 : 0)) : Float32Array.from(known, Number);
  return tf.tensor2d(column, [column.length, 1]);
}

/** The pairs both ends of which have the modality; the very arrays when all have. */
export function knownPairs(modalities: ModalityEncoders, name: string, left: Int32Array, right: Int32Array) {
  const keep = (_: number, i: number) => modalities.bothKnown(name, left[i]!, right[i]!);
  const kept = { left: left.filter(keep), right: right.filter(keep) };
  return kept.left.length === left.length ? { left, right } : kept;
}
