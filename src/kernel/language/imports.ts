import ts from 'typescript';
import type { Load, Rewrite } from './transform.js';

/** Which modules a cell loads at run time, and how its imported names are reached. */
export function planImports(source: ts.SourceFile, checker: ts.TypeChecker): { loads: Load[]; imports: Rewrite['imports'] } {
  const byModule = new Map<string, Load>();
  const imports = new Map<string, { module: string; member?: string }>();
  const load = (from: string): Load => {
    const known = byModule.get(from) ?? { variable: `__module_${byModule.size}`, from, members: [] };
    byModule.set(from, known);
    return known;
  };
  const isValue = (name: ts.Identifier): boolean => {
    const symbol = checker.getSymbolAtLocation(name);
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return true;
    const target = checker.getAliasedSymbol(symbol);
    return target.flags === ts.SymbolFlags.None || (target.flags & ts.SymbolFlags.Value) !== 0 || target.escapedName === 'unknown';
  };
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    if (from.startsWith('./__cell_')) continue;
    const clause = statement.importClause;
    if (!clause) load(from);
    if (!clause || clause.isTypeOnly) continue;
    const take = (name: ts.Identifier, member: string | undefined): void => {
      if (!isValue(name)) return;
      const module = load(from);
      if (member !== undefined) module.members.push(member);
      imports.set(name.text, { module: module.variable, ...(member === undefined ? {} : { member }) });
    };
    if (clause.name) take(clause.name, 'default');
    const bindings = clause.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) take(bindings.name, undefined);
    else if (bindings) for (const e of bindings.elements) if (!e.isTypeOnly) take(e.name, (e.propertyName ?? e.name).text);
  }
  return { loads: [...byModule.values()], imports };
}
