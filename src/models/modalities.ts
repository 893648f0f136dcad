import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { columnCount, type OptionsFrom, option, type Resolved, unknownOption } from '../base/index.js';
import { concatColumns, type Matrix, matrix, normalizeRows, type Random } from '../compute/index.js';
import type { FeatureTable } from '../graph/index.js';
import { type FixedFeatures, fixedFeatures } from './fixed-features.js';
import { drawMissing, type ModelInputs } from './inputs.js';
import { type Linear, linear, offsetLinear } from './layers/index.js';
import type { RowSubset } from './model.js';

/** The checks of {@link ModalityOptions}, for a model's option set. */
export const modalityFields = {
  missing: option(
    z.enum(['mask', 'draw']),
    'mask',
    'Unknown rows: `mask` leaves them out of losses and fusion, `draw` draws them from Normal(mean, deviation) of the known, as the public codes do',
  ),
  unitInputs: option(z.boolean(), true, 'Feature rows made unit before the first layer'),
  layerColumns: option(
    z.record(z.string(), columnCount()),
    { attribute: 1000, relation: 1000 },
    "By modality, the columns that the authors' layers have: narrower features are padded with zeros there, which shows in the layer's initial spread alone (±1/√columns)",
  ),
  ownLayers: option(
    z.array(z.string()),
    [],
    "Modalities whose layer is each graph's own: both start alike, and the right graph's learns an offset; held twice as wide",
  ),
};

/** How aligners treat feature rows. */
export interface ModalityOptions extends OptionsFrom<typeof modalityFields> {}

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
  o: Resolved<ModalityOptions>,
  random: Random,
): ModalityEncoders {
  const modalities = new Map<string, Modality>();
  const known = [...inputs.features.keys()];
  for (const name of o.ownLayers) if (!known.includes(name)) throw unknownOption('ownLayers', name, known, 'modality');
  for (const [name, given] of inputs.features) {
    const table = o.missing === 'draw' ? drawMissing(given, random.fork(`missing ${name}`)) : given;
    const { cols } = table.values;
    const own = o.ownLayers.includes(name);
    const layer = own ? offsetLinear : linear;
    modalities.set(name, {
      features: own
        ? fixedFeatures(offsetColumns(table, inputs.leftCount, o.unitInputs), { known: table.known })
        : fixedFeatures(table.values, { known: table.known, unit: o.unitInputs }),
      known: table.known,
      complete: table.known.every((k) => k !== 0),
      layer: layer(cols, widthOf(name), random.fork(`linear ${name}`), Math.max(cols, o.layerColumns[name] ?? 0)),
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

/** What {@link offsetLinear} takes: [x ; 0] in the left graph, [x ; x] in the right one. */
function offsetColumns({ values }: FeatureTable, leftCount: number, unit: boolean): Matrix {
  const rows = unit ? normalizeRows(values) : values;
  const again = matrix(rows.rows, rows.cols);
  again.data.set(rows.data.subarray(leftCount * rows.cols), leftCount * rows.cols);
  return concatColumns([rows, again]);
}

function maskColumn(known: Uint8Array, subset?: RowSubset): tf.Tensor2D {
  const column = subset ? Float32Array.from(subset.rows, (r) => (known[r] ? 1 : 0)) : Float32Array.from(known, Number);
  return tf.tensor2d(column, [column.length, 1]);
}

/** The pairs both ends of which have the modality; the very arrays when all have. */
export function knownPairs(modalities: ModalityEncoders, name: string, left: Int32Array, right: Int32Array) {
  const known = (row: number) => modalities.bothKnown(name, row, row);
  const keep = (_: number, i: number) => modalities.bothKnown(name, left[i]!, right[i]!);
  const kept = { left: left.filter(keep), right: right.filter(keep), known };
  return kept.left.length === left.length ? { left, right, known } : kept;
}
