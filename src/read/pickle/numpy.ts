import type { Cursor } from './cursor.js';
import { type Dtype, type Global, isKind, type Ndarray, type Value, written } from './values.js';

/** What may be named in a pickle of arrays, numpy 1 and 2, and Python's way of writing bytes before protocol 3. */
const known: Readonly<Record<string, string>> = {
  'numpy.core.multiarray._reconstruct': '_reconstruct',
  'numpy._core.multiarray._reconstruct': '_reconstruct',
  'numpy.core.multiarray.scalar': 'scalar',
  'numpy._core.multiarray.scalar': 'scalar',
  'numpy.core.numeric._frombuffer': '_frombuffer',
  'numpy._core.numeric._frombuffer': '_frombuffer',
  'numpy.ndarray': 'ndarray',
  'numpy.dtype': 'dtype',
  '_codecs.encode': 'encode',
};

/** A name that a pickle of arrays needs. @throws {InputError} for any other one: it is refused, not looked up */
export function globalOf(module: string, name: string, from: Cursor, at: number): Global {
  const full = `${module}.${name}`;
  if (Object.hasOwn(known, full)) return { kind: 'global', name: known[full]! };
  throw from.fault(`names the Python object ${JSON.stringify(full.slice(0, 80))}, which no dict of arrays needs`, at);
}

/** What "calling" one of the known names makes. @throws {InputError} for arguments of another form */
export function reduce(callable: Value, args: Value, from: Cursor): Value {
  const name = isKind(callable, 'global') ? callable.name : undefined;
  const list = Array.isArray(args) ? (args as readonly Value[]) : undefined;
  const made = name !== undefined && list ? makers[name]?.(list) : undefined;
  if (made === undefined) throw from.fault(`REDUCE of ${written(callable)} with ${written(args)}`);
  return made;
}

const makers: Readonly<Record<string, (args: readonly Value[]) => Value | undefined>> = {
  _reconstruct: ([type]) => (isKind(type, 'global') && type.name === 'ndarray' ? { kind: 'array' } : undefined),
  dtype: ([code]) => (typeof code === 'string' && /^[fiu][1248]$/.test(code) ? { kind: 'dtype', code } : undefined),
  scalar: ([dtype, data]) => (isKind(dtype, 'dtype') ? wholeScalar(dtype, bytesOf(data)) : undefined),
  _frombuffer: ([data, dtype, shape]) => arrayOf(shape, dtype, bytesOf(data)),
  encode: ([text, encoding]) => (encoding === 'latin1' || encoding === 'latin-1' ? bytesOf(text) : undefined),
};

/** Gives an object the state that stands on the stack. @throws {InputError} for a state of another form */
export function build(object: Value | undefined, state: Value, from: Cursor): void {
  const list = Array.isArray(state) ? (state as readonly Value[]) : [];
  if (isKind(object, 'dtype') && !object.order && stateOfDtype(object, list)) return;
  if (isKind(object, 'array') && !object.dtype && list.length === 5) {
    const [, shape, dtype, columnsFirst, data] = list;
    const made = arrayOf(shape, dtype, bytesOf(data));
    if (made && !(columnsFirst && made.shape!.filter((size) => size > 1).length > 1)) {
      Object.assign(object, made);
      return;
    }
  }
  throw from.fault(`BUILD of ${written(object)} with ${written(state)}`);
}

function stateOfDtype(dtype: Dtype, [version, order, ...more]: readonly Value[]): boolean {
  const plain = more.length >= 6 && more.slice(0, 3).every((part) => part === null);
  if ((version !== 3 && version !== 4) || !plain || (order !== '<' && order !== '>' && order !== '|')) return false;
  dtype.order = order === '>' ? '>' : '<';
  return true;
}

function arrayOf(shape: Value | undefined, dtype: Value | undefined, data?: Uint8Array): Ndarray | undefined {
  if (!data || !isKind(dtype, 'dtype') || !Array.isArray(shape)) return undefined;
  const sizes = shape as readonly Value[];
  if (!sizes.every((size) => typeof size === 'number' && size >= 0)) return undefined;
  const count = (sizes as readonly number[]).reduce((a, b) => a * b, 1);
  return count * Number(dtype.code[1]) === data.length
    ? { kind: 'array', dtype, shape: sizes as readonly number[], data }
    : undefined;
}

/** Bytes, or a text that stands for them: one character a byte. */
function bytesOf(value: Value | undefined): Uint8Array | undefined {
  if (typeof value !== 'string') return value instanceof Uint8Array ? value : undefined;
  const bytes = Uint8Array.from(value, (c) => c.charCodeAt(0));
  return Buffer.from(bytes).toString('latin1') === value ? bytes : undefined;
}

function wholeScalar({ code, order }: Dtype, data?: Uint8Array): number | bigint | undefined {
  if (!data || code[0] === 'f' || data.length !== Number(code[1])) return undefined;
  const bytes = order === '>' ? data : Uint8Array.from(data).reverse();
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return narrow(code[0] === 'i' ? BigInt.asIntN(8 * data.length, value) : value);
}

/** A whole number as the usual kind, where it is small enough to be exact. */
export function narrow(value: bigint): number | bigint {
  const usual = Number(value);
  return Number.isSafeInteger(usual) ? usual : value;
}
