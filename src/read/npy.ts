import { float16ToFloat32, parse } from 'npyjs';
import { InputError } from '../base/index.js';
import type { Matrix } from '../compute/index.js';

const numeric = ['f2', 'f4', 'f8', 'i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'b1'];

/**
 * A NumPy `.npy` array, as 32-bit floats in row-major order.
 * @param path what errors call the file
 * @throws {InputError} for another kind of file, a truncated one, Fortran order, big-endian or non-numeric values
 */
export function parseNpy(bytes: Uint8Array, path: string): { data: Float32Array; shape: readonly number[] } {
  const remedy = 'Write it with numpy.save(file, numpy.ascontiguousarray(x, "<f4"))';
  // A copy (Buffer.slice makes none): the bytes may be a window on a shared pool, and typed arrays need aligned offsets.
  const buffer = new Uint8Array(bytes).buffer;
  let array: ReturnType<typeof parse>;
  try {
    array = parse(buffer, { convertFloat16: false });
  } catch (cause) {
    const why = (cause as Error).message;
    const what = /npy|dtype|header/i.test(why) ? why : `truncated or not an .npy file (${why})`;
    throw new InputError(what, path, remedy, { cause });
  }
  if (!numeric.includes(array.dtype)) throw new InputError(`values of type ${array.dtype}`, path, remedy);
  if (array.fortranOrder && array.shape.length > 1)
    throw new InputError('columns come first (Fortran order)', path, remedy);
  const data = array.data as unknown as ArrayLike<number>;
  const expected = array.shape.reduce((a, b) => a * b, 1);
  if (data.length !== expected)
    throw new InputError(
      `${data.length} values where its header says ${array.shape.join(' × ')} = ${expected}`,
      path,
      'The file is truncated or damaged: copy or write it again',
    );
  if (data instanceof Float32Array) return { data, shape: array.shape };
  const half = array.dtype === 'f2';
  return { data: half ? Float32Array.from(data, float16ToFloat32) : new Float32Array(data), shape: array.shape };
}

/** A two-dimensional array with the given number of rows. @throws {InputError} */
export function parseMatrix(bytes: Uint8Array, path: string, rows: number): Matrix {
  const { data, shape } = parseNpy(bytes, path);
  if (shape.length !== 2)
    throw new InputError(`has ${shape.length} dimensions`, path, 'A feature matrix has two: entities × features');
  if (shape[0] !== rows)
    throw new InputError(
      `${shape[0]} rows for ${rows} entities`,
      path,
      'Row i belongs to the entity with id i, the left graph and the right in one matrix',
    );
  return { data, rows: shape[0]!, cols: shape[1]! };
}

/** A mask of one 0 or 1 an entity. @throws {InputError} */
export function parseMask(bytes: Uint8Array, path: string, rows: number): Uint8Array {
  const { data, shape } = parseNpy(bytes, path);
  if (shape.length !== 1 || shape[0] !== rows || data.some((v) => v !== 0 && v !== 1))
    throw new InputError(
      `shape ${shape.join(' × ')} is not a mask of ${rows} entities`,
      path,
      'A mask is one row of 0 and 1, one an entity',
    );
  return Uint8Array.from(data);
}
