import { DataError, InputError } from '../base/index.js';
import { type Matrix, takeRows } from '../compute/index.js';
import type { FeatureTable } from '../graph/index.js';
import type { Entities } from './entities.js';
import { parseMask, parseMatrix, parseNpy } from './npy.js';
import type { Source } from './source.js';

/** The feature matrices a folder may hold, by modality: `X.npy`, and `X_mask.npy` beside it. */
export const featureFiles = { image: 'V', attribute: 'A', relation: 'R', name: 'S' } as const;

/** Where a matrix was quantised, its rows' scales: value = stored number × its row's scale. */
export const scaleFile = (letter: string) => `${letter}_scale.npy`;

/**
 * The feature tables of both graphs: row i of a matrix is the entity with id i. An entity is unknown in a modality when
 * its mask is 0 or its row is all zero.
 * @throws {InputError} for a damaged file, a wrong number of rows or a value that is not finite
 * @throws {DataError} when a modality is missing for a whole graph
 */
export function readTables(source: Source, sides: readonly [Entities, Entities]): [FeatureMap, FeatureMap] {
  const count = sides[0].ids.length + sides[1].ids.length;
  const out: [FeatureMap, FeatureMap] = [new Map(), new Map()];
  for (const [modality, letter] of Object.entries(featureFiles)) {
    const name = `${letter}.npy`;
    if (!source.has(name)) continue;
    const path = source.path(name);
    const values = parseMatrix(source.bytes(name), path, count);
    if (source.has(scaleFile(letter))) scaleRows(values, source, scaleFile(letter));
    checkFinite(values, path);
    const mask = `${letter}_mask.npy`;
    const known = source.has(mask) ? parseMask(source.bytes(mask), source.path(mask), count) : undefined;
    sides.forEach((side, s) => {
      const table = tableOf(values, known, side, source.path(s === 0 ? 'ent_ids_1' : 'ent_ids_2'));
      if (!table.known.includes(1))
        throw new DataError(
          `no entity of graph ${s + 1} has the modality "${modality}"`,
          known ? source.path(mask) : path,
          `Remove ${name} to go on without it`,
        );
      out[s]!.set(modality, table);
    });
  }
  return out;
}

type FeatureMap = Map<string, FeatureTable>;

function tableOf(all: Matrix, mask: Uint8Array | undefined, side: Entities, path: string): FeatureTable {
  const rows = side.ids.map(Number);
  const outside = rows.findIndex((row) => row >= all.rows);
  if (outside >= 0)
    throw new InputError(
      `id ${rows[outside]} is outside 0 … ${all.rows - 1}`,
      `${path}:${outside + 1}`,
      'With feature matrices, ids are the row numbers',
    );
  return featureTable(takeRows(all, rows), mask && Uint8Array.from(rows, (row) => mask[row]!));
}

/** A table of these rows: who is masked, or has a row of zeros, is unknown. The matrix is the table's from now on. */
export function featureTable(values: Matrix, mask?: Uint8Array): FeatureTable {
  const known = Uint8Array.from({ length: values.rows }, (_, row) => mask?.[row] ?? 1);
  for (let i = 0; i < known.length; i++) {
    const own = values.data.subarray(i * values.cols, (i + 1) * values.cols);
    if (known[i] && own.every((v) => v === 0)) known[i] = 0;
    if (!known[i]) own.fill(0);
  }
  return { values, known };
}

function scaleRows({ data, rows, cols }: Matrix, source: Source, name: string): void {
  const { data: scale, shape } = parseNpy(source.bytes(name), source.path(name));
  if (shape.length !== 1 || shape[0] !== rows)
    throw new InputError(`shape ${shape.join(' × ')} for ${rows} rows`, source.path(name), 'Give one scale a row');
  for (let i = 0; i < rows; i++) for (let at = i * cols; at < (i + 1) * cols; at++) data[at]! *= scale[i]!;
}

/** @throws {InputError} for a value that is not a finite number */
export function checkFinite({ data, cols }: Matrix, path: string): void {
  for (let at = 0; at < data.length; at++) {
    if (Number.isFinite(data[at]!)) continue;
    throw new InputError(
      `row ${Math.floor(at / cols)}, column ${at % cols} is ${data[at]}`,
      path,
      'Features are finite numbers; set the row to 0 (and its mask) where a value is missing',
    );
  }
}
