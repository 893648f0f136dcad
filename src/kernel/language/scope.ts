import ts = require('typescript');

/** A name that a cell gives to the cells after it. */
export interface Name {
  name: string;
  /** `let` names are assignable from later cells; `import` names are repeated as the same import. */
  kind: 'const' | 'let' | 'import';
  /** False for what exists only as a type. */
  value: boolean;
  /** The import statement for this one name. */
  text?: string;
  /** The module it comes from (imports only). */
  from?: string;
}

function bindingNames(name: ts.BindingName, out: string[]): void {
  if (ts.isIdentifier(name)) out.push(name.text);
  else for (const element of name.elements) if (!ts.isOmittedExpression(element)) bindingNames(element.name, out);
}

function importNames(statement: ts.ImportDeclaration, source: ts.SourceFile): Name[] {
  const clause = statement.importClause;
  if (!clause) return [];
  const from = (statement.moduleSpecifier as ts.StringLiteral).text;
  const type = clause.isTypeOnly ? 'type ' : '';
  const attributes = statement.attributes ? ` ${statement.attributes.getText(source)}` : '';
  const named = (name: string, binding: string, value: boolean): Name => {
    const text = `import ${type}${binding} from ${JSON.stringify(from)}${attributes};`;
    return { name, kind: 'import', value: value && !clause.isTypeOnly, text, from };
  };
  const out: Name[] = [];
  if (clause.name) out.push(named(clause.name.text, clause.name.text, true));
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings))
    out.push(named(bindings.name.text, `* as ${bindings.name.text}`, true));
  else if (bindings)
    for (const e of bindings.elements) out.push(named(e.name.text, `{ ${e.getText(source)} }`, !e.isTypeOnly));
  return out;
}

const ambient = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword) ?? false);

function variableNames(statement: ts.VariableStatement): Name[] {
  const flags = statement.declarationList.flags & ts.NodeFlags.BlockScoped;
  // `using` values are disposed of when the cell ends: they are of no use to later cells.
  if (flags === ts.NodeFlags.Using || flags === ts.NodeFlags.AwaitUsing) return [];
  const names: string[] = [];
  for (const declaration of statement.declarationList.declarations) bindingNames(declaration.name, names);
  const kind = flags === ts.NodeFlags.Const ? 'const' : 'let';
  return names.map((name) => ({ name, kind, value: !ambient(statement) }));
}

function statementNames(statement: ts.Statement, source: ts.SourceFile): Name[] {
  if (ts.isVariableStatement(statement)) return variableNames(statement);
  if (ts.isImportDeclaration(statement)) return importNames(statement, source);
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return [{ name: statement.name.text, kind: 'const', value: false }];
  const declared =
    ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement);
  if (declared && statement.name) {
    const constEnum = ts.isEnumDeclaration(statement) && isConst(statement);
    return [{ name: statement.name.text, kind: 'const', value: !ambient(statement) && !constEnum }];
  }
  if (
    ts.isModuleDeclaration(statement) &&
    ts.isIdentifier(statement.name) &&
    !(statement.flags & ts.NodeFlags.GlobalAugmentation)
  )
    return [{ name: statement.name.text, kind: 'const', value: !ambient(statement) && instantiated(statement) }];
  return [];
}

const isConst = (node: ts.EnumDeclaration): boolean =>
  node.modifiers?.some((m) => m.kind === ts.SyntaxKind.ConstKeyword) ?? false;

/** A namespace of types alone leaves nothing at run time. */
function instantiated(node: ts.ModuleDeclaration): boolean {
  if (!node.body || !ts.isModuleBlock(node.body)) return true;
  return node.body.statements.some((s) => !ts.isInterfaceDeclaration(s) && !ts.isTypeAliasDeclaration(s));
}

/** The top-level names of a cell, each once (an interface and a value of one name are one, with a value). */
export function declaredNames(source: ts.SourceFile): Name[] {
  const out = new Map<string, Name>();
  for (const statement of source.statements)
    for (const name of statementNames(statement, source)) {
      const before = out.get(name.name);
      out.set(name.name, before?.value ? before : name);
    }
  return [...out.values()];
}

/** True when the cell changes the types of the whole session (`declare global`, `declare module 'x'`). */
export const augments = (source: ts.SourceFile): boolean =>
  source.statements.some(
    (s) =>
      ts.isModuleDeclaration(s) && (ts.isStringLiteral(s.name) || (s.flags & ts.NodeFlags.GlobalAugmentation) !== 0),
  );

/** A name in the session's scope, with the number of the cell that defines it. */
export type ScopeName = Name & { cell: number };

/**
 * The names that a cell can use, and who defined them. Definitions are kept as a stack, because a cell that fails
 * halfway leaves the names it did not reach as they were before.
 */
export class SessionScope {
  private readonly names = new Map<string, ScopeName>();

  get(name: string): ScopeName | undefined {
    return this.names.get(name);
  }

  all(): IterableIterator<ScopeName> {
    return this.names.values();
  }

  /** Takes a cell's names in; the answer undoes it for the names given. */
  define(names: readonly Name[], cell: number): (unset: readonly string[]) => void {
    const before = new Map(names.map((n) => [n.name, this.names.get(n.name)]));
    for (const name of names) this.names.set(name.name, { ...name, cell });
    return (unset) => {
      for (const name of unset) {
        const old = before.get(name);
        if (this.names.get(name)?.cell !== cell) continue;
        if (old) this.names.set(name, old);
        else this.names.delete(name);
      }
    };
  }

  clear(): void {
    this.names.clear();
  }
}
