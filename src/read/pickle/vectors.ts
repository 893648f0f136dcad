import { endianness } from 'node:os';
import { float16ToFloat32 } from 'npyjs';
import { InputError } from '../../base/index.js';
import { pickleRemedy } from './cursor.js';
import { readPickle } from './machine.js';
import { isKind, type Ndarray, type Value, written } from './values.js';

/** Vectors of equal width by id, as a file gives them. */
export interface Vectors {
  readonly width: number;
  readonly byId: ReadonlyMap<string, Float32Array>;
}

/**
 * The vectors of a Python pickle `{id: numpy vector}`: ids are whole numbers or texts, vectors float16, 32 or 64, either
 * byte order, shape (d,) or (1, d). Nothing in the file is run (see {@link readPickle}).
 * @throws {InputError} for any other content, an id given twice, unequal widths or a value that is not finite
 */
export function pickleVectors(bytes: Uint8Array, path: string): Vectors {
  const dict = readPickle(bytes, path);
  if (!isKind(dict, 'dict')) throw new InputError(`holds ${written(dict)}, no dict`, path, pickleRemedy);
  const byId = new Map<string, Float32Array>();
  let width: number | undefined;
  for (const [key, value] of dict.entries) {
    const id = idOf(key, path);
    if (byId.has(id)) throw new InputError(`id ${id} is there twice`, path, pickleRemedy);
    const vector = vectorOf(value, `${path}, id ${id}`);
    width ??= vector.length;
    if (vector.length !== width)
      throw new InputError(`${vector.length} values where others have ${width}`, `${path}, id ${id}`, pickleRemedy);
    byId.set(id, vector);
  }
  if (width === undefined) throw new InputError('holds no vectors', path, pickleRemedy);
  return { width, byId };
}

function idOf(key: Value, path: string): string {
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') return String(key);
  throw new InputError(`${written(key)} as an id`, path, 'Ids are whole numbers or texts');
}

function vectorOf(value: Value, where: string): Float32Array {
  const shape = isKind(value, 'array') ? value.shape : undefined;
  const flat = shape && (shape.length === 1 || (shape.length === 2 && shape[0] === 1));
  const vector = flat && shape.at(-1)! > 0 ? floats(value as Ndarray) : undefined;
  if (!vector)
    throw new InputError(
      `${shape ? `an array ${(value as Ndarray).dtype!.code} of shape (${shape.join(', ')})` : written(value)}`,
      where,
      pickleRemedy,
    );
  const bad = vector.findIndex((number) => !Number.isFinite(number));
  if (bad >= 0) throw new InputError(`value ${bad} is ${vector[bad]}`, where, 'Leave out ids without a vector');
  return vector;
}

/** The numbers of an array as 32-bit floats; undefined where they are whole numbers. */
function floats({ dtype, data }: Ndarray): Float32Array | undefined {
  const { code, order } = dtype!;
  const view = new DataView(data!.buffer, data!.byteOffset, data!.byteLength);
  const little = order !== '>';
  if (code === 'f4' && little && endianness() === 'LE') return new Float32Array(new Uint8Array(data!).buffer);
  const read = {
    f2: (i: number) => float16ToFloat32(view.getUint16(2 * i, little)),
    f4: (i: number) => view.getFloat32(4 * i, little),
    f8: (i: number) => view.getFloat64(8 * i, little),
  }[code];
  if (!read) return undefined;
  const out = new Float32Array(data!.length / Number(code[1]));
  for (let i = 0; i < out.length; i++) out[i] = read(i);
  return out;
}
