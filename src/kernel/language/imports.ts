import ts = require('typescript');

import type { Load, Rewrite } from './visitor.js';

/**
 * Which modules a cell loads at run time, and how its imported names are reached. A cell's own imports are loaded in
 * any case; those of earlier cells only when the cell uses them (the visitor marks them `used`).
 * @param start where the cell's own text begins
 */
export function planImports(
  source: ts.SourceFile,
  start: number,
  checker: ts.TypeChecker,
): { loads: Load[]; imports: Rewrite['imports'] } {
  const byModule = new Map<string, Load>();
  const imports = new Map<string, { load: Load; member?: string }>();
  const load = (from: string, own: boolean): Load => {
    const known = byModule.get(from) ?? { variable: `__module_${byModule.size}`, from, members: [], used: false };
    known.used ||= own;
    byModule.set(from, known);
    return known;
  };
  const isValue = (name: ts.Identifier): boolean => {
    const symbol = checker.getSymbolAtLocation(name);
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return true;
    const target = checker.getAliasedSymbol(symbol);
    return (
      target.flags === ts.SymbolFlags.None ||
      (target.flags & ts.SymbolFlags.Value) !== 0 ||
      target.escapedName === 'unknown'
    );
  };
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (from.startsWith('./__cell_')) continue;
    const clause = statement.importClause;
    const own = statement.getStart(source) >= start;
    if (!clause) load(from, own);
    if (!clause || clause.isTypeOnly) continue;
    const take = (name: ts.Identifier, member: string | undefined): void => {
      if (!isValue(name)) return;
      const module = load(from, own);
      if (member !== undefined && own) module.members.push(member);
      imports.set(name.text, { load: module, ...(member === undefined ? {} : { member }) });
    };
    if (clause.name) take(clause.name, 'default');
    const bindings = clause.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) take(bindings.name, undefined);
    else if (bindings)
      for (const e of bindings.elements) if (!e.isTypeOnly) take(e.name, (e.propertyName ?? e.name).text);
  }
  return { loads: [...byModule.values()], imports };
}

/** The JavaScript by which a compiled cell reaches the names that it uses of modules. */
export const reached = (imports: Rewrite['imports']): Map<string, string> =>
  new Map(
    [...imports]
      .filter(([, { load }]) => load.used)
      .map(([name, { load, member }]) => [
        name,
        load.variable + (member === undefined ? '' : `[${JSON.stringify(member)}]`),
      ]),
  );
