import { float16ToFloat32, parse } from 'npyjs';
import { InputError } from '../base/index.js';
import type { Matrix } from '../compute/index.js';

const numeric = ['f2', 'f4', 'f8', 'i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'b1'];
const remedy = 'Write it with numpy.save(file, x.astype("float32"))';

/**
 * A NumPy `.npy` array of numbers or truth values, in either byte order and either order of its axes, as 32-bit floats
 * in row-major order.
 * @param path what errors call the file
 * @throws {InputError} for another kind of file, a truncated one, or values that are no real numbers
 */
export function parseNpy(bytes: Uint8Array, path: string): { data: Float32Array; shape: readonly number[] } {
  const array = parsed(bytes, path);
  if (!numeric.includes(array.dtype)) throw new InputError(`values of type ${array.dtype}`, path, remedy);
  const data = array.data as unknown as ArrayLike<number | bigint>;
  const expected = array.shape.reduce((a, b) => a * b, 1);
  if (data.length !== expected)
    throw new InputError(
      `${data.length} values where its header says ${array.shape.join(' × ')} = ${expected}`,
      path,
      'The file is truncated or damaged: copy or write it again',
    );
  const floats = asFloats(data, array.dtype);
  const rowsFirst = array.fortranOrder && array.shape.length > 1 ? rowMajor(floats, array.shape) : floats;
  return { data: rowsFirst, shape: array.shape };
}

/** A constructor converts a typed array at once, ten times as fast as `from` with a function; it takes no 64-bit integers. */
function asFloats(data: ArrayLike<number | bigint>, dtype: string): Float32Array {
  if (data instanceof Float32Array) return data;
  if (dtype === 'f2') return Float32Array.from(data as ArrayLike<number>, float16ToFloat32);
  return typeof data[0] === 'bigint' ? Float32Array.from(data, Number) : new Float32Array(data as ArrayLike<number>);
}

function parsed(bytes: Uint8Array, path: string): ReturnType<typeof parse> {
  // A copy (Buffer.slice makes none): the bytes may be a window on a shared pool, and typed arrays need aligned offsets.
  const copy = new Uint8Array(bytes);
  try {
    littleEndian(copy);
    return parse(copy.buffer, { convertFloat16: false });
  } catch (cause) {
    const why = (cause as Error).message;
    const what = /npy|dtype|header/i.test(why) ? why : `truncated or not an .npy file (${why})`;
    throw new InputError(what, path, remedy, { cause });
  }
}

/** Turns the bytes of big-endian values around, in place, and says so in the header: npyjs reads only the other order. */
function littleEndian(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer);
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(1, 6)) !== 'NUMPY') return;
  const [offset, length] = view.getUint8(6) <= 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = Buffer.from(bytes.subarray(offset, offset + length)).toString('latin1');
  const found = /'descr'\s*:\s*'>[fiu]([248])'/.exec(header);
  if (!found) return;
  bytes[offset + header.indexOf('>', found.index)] = '<'.charCodeAt(0);
  const values = Buffer.from(bytes.buffer, offset + length);
  if (found[1] === '2') values.swap16();
  else if (found[1] === '4') values.swap32();
  else values.swap64();
}

/** Values whose first index runs fastest, put in the order in which the last one does. */
function rowMajor(data: Float32Array, shape: readonly number[]): Float32Array {
  const out = new Float32Array(data.length);
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  for (let to = 0; to < out.length; to++) {
    out[to] = data[index.reduce((at, i, axis) => at + i * strides[axis]!, 0)]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return out;
}

/** A two-dimensional array with the given number of rows. @throws {InputError} */
export function parseMatrix(
  bytes: Uint8Array,
  path: string,
  rows: number,
  meaning = 'Row i belongs to the entity with id i, the left graph and the right in one matrix',
): Matrix {
  const { data, shape } = parseNpy(bytes, path);
  if (shape.length !== 2)
    throw new InputError(`has ${shape.length} dimensions`, path, 'A feature matrix has two: entities × features');
  if (shape[0] !== rows) throw new InputError(`${shape[0]} rows for ${rows} entities`, path, meaning);
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
