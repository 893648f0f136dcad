/** How a cell's own `import()` is handed over: it resolves from the cell's file. */
export type Importer = (specifier: string) => Promise<Record<string, unknown>>;

const has = (object: unknown, key: string): boolean =>
  object !== null && (typeof object === 'object' || typeof object === 'function') && key in object;

/**
 * Loads a module for a cell and makes sure that the members are there. CommonJS packages keep some of theirs on the
 * default export only; they are found there.
 * @throws SyntaxError when the module has no such export
 */
export async function loadModule(
  importer: Importer,
  specifier: string,
  members: readonly string[],
): Promise<Record<string, unknown>> {
  const module = await importer(specifier);
  const missing = members.filter((m) => !(m in module));
  if (missing.length === 0) return module;
  const fallback = module.default;
  const nowhere = missing.find((m) => !has(fallback, m));
  if (nowhere !== undefined) throw new SyntaxError(`The module '${specifier}' has no export '${nowhere}'`);
  return new Proxy(module, {
    get: (target, key) => (key in target ? target[key as string] : (fallback as Record<PropertyKey, unknown>)[key]),
    has: (target, key) => key in target || has(fallback, String(key)),
  });
}
