/** The way to a value inside of a state: keys and indices. */
export type Path = (string | number)[];

export interface Separated {
  state: Record<string, unknown>;
  paths: Path[];
  buffers: (ArrayBuffer | ArrayBufferView)[];
}

const isBinary = (value: unknown): value is ArrayBuffer | ArrayBufferView =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value);
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Deepest nesting of a state; what goes round in a circle is deeper. */
const DEEPEST = 100;

/** Takes binary values out of a state, to travel beside its JSON: from lists as null, from objects with their key. */
export function separateBuffers(state: Record<string, unknown>): Separated {
  const paths: Path[] = [];
  const buffers: Separated['buffers'] = [];
  const take = (path: Path, value: ArrayBuffer | ArrayBufferView): void => {
    paths.push(path);
    buffers.push(value);
  };
  const inner = (value: unknown, path: Path): unknown => {
    if (path.length > DEEPEST) throw new TypeError('kernel.widget: the state goes round in a circle, or too deep');
    if (Array.isArray(value))
      return value.map((v, i) => (isBinary(v) ? take([...path, i], v) : inner(v, [...path, i])) ?? null);
    return isPlain(value) ? object(value, path) : value;
  };
  const object = (value: Record<string, unknown>, path: Path): Record<string, unknown> => {
    const kept: [string, unknown][] = [];
    for (const [key, v] of Object.entries(value))
      if (isBinary(v)) take([...path, key], v);
      else kept.push([key, inner(v, [...path, key])]);
    // Entries, not assignments, which take the key "__proto__" for something else.
    return Object.fromEntries(kept);
  };
  return { state: object(state, []), paths, buffers };
}

/** Puts what came beside a state back into it. A path that leads nowhere is left out. */
export function putBuffers(state: Record<string, unknown>, paths: unknown, buffers: readonly Uint8Array[]): void {
  if (!Array.isArray(paths)) return;
  for (const [i, path] of paths.entries()) {
    if (!Array.isArray(path) || path.length === 0) continue;
    let at: unknown = state;
    for (const key of path.slice(0, -1))
      at = Object.hasOwn(Object(at), key) ? (at as Record<string, unknown>)[key] : undefined;
    if (typeof at === 'object' && at !== null)
      Object.defineProperty(at, path.at(-1), {
        value: buffers[i],
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
}
