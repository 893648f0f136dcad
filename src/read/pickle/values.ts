/** A name of a Python module in the file, one of those that are known: nothing is ever looked up or called. */
export interface Global {
  readonly kind: 'global';
  readonly name: string;
}

/** `numpy.dtype`: `f4` and the like, and the order of its bytes. */
export interface Dtype {
  readonly kind: 'dtype';
  readonly code: string;
  order?: '<' | '>';
}

/** `numpy.ndarray`: empty until its state is there. */
export interface Ndarray {
  readonly kind: 'array';
  dtype?: Dtype;
  shape?: readonly number[];
  data?: Uint8Array;
}

/** `dict` in the order of the file. */
export interface Dict {
  readonly kind: 'dict';
  readonly entries: [Value, Value][];
}

/** Where a tuple or a run of entries begins on the stack. */
export interface Mark {
  readonly kind: 'mark';
}

/** What can be on the stack. Tuples are lists; a Python 2 `str` is a text of one character a byte. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Value[]
  | Global
  | Dtype
  | Ndarray
  | Dict
  | Mark;

/** Whether a value is of one of the kinds above. */
export function isKind<K extends 'global' | 'dtype' | 'array' | 'dict' | 'mark'>(
  value: Value | undefined,
  kind: K,
): value is Extract<Value, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** A value as errors call it. */
export function written(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `a tuple of ${value.length}`;
  if (isKind(value, 'array')) return 'an array';
  if (isKind(value, 'global')) return value.name;
  if (typeof value === 'object') return `a ${(value as { kind: string }).kind}`;
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value);
}
