/** Entries of a MIME bundle. */
export type Bundle = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: values of libraries that are not imported, known by their shape only
export type Any = Record<string, any>;

export const isObject = (value: unknown): value is Any => typeof value === 'object' && value !== null;
export const isMethod = (value: Any, ...names: string[]): boolean =>
  names.every((name) => typeof value[name] === 'function');
