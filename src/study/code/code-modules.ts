import { createHash } from 'node:crypto';
import type ts from 'typescript';
import { InputError } from '../../base/index.js';

/** A name that a module takes from another: `*` the whole of it, '' nothing (it is run for what it does). */
export interface Taken {
  readonly from: string;
  readonly name: string;
  readonly as: string;
}

/** What a compiled module is and what it wants. */
export interface CodeModule {
  /** Hash of its tokens, without comments, white space, imports and what it only passes on. */
  readonly text: string;
  readonly imports: readonly Taken[];
  /** Its exports by name: its own, or passed on from another module. */
  readonly exports: ReadonlyMap<string, Taken | 'own'>;
  /** Modules of which it passes on everything. */
  readonly stars: readonly string[];
  /** Files that it opens by a literal name: workers, and WebAssembly. */
  readonly files: readonly string[];
}

/** Reads compiled text; the same text is parsed once in a process. */
export type ModuleParser = (source: string) => CodeModule;

let parser: Promise<ModuleParser> | undefined;

/**
 * The parser of compiled modules: TypeScript's own, which the repository builds with.
 * @throws {InputError} where TypeScript is not installed: without it records can be read, but not told apart from the code's
 */
export function moduleParser(): Promise<ModuleParser> {
  parser ??= import('typescript').then(
    ({ default: compiler }) => parserOf(compiler),
    () => {
      throw new InputError(
        'is not installed: what a record depends on is told from the compiled code, which it reads',
        'typescript',
        'Run studies in the repository after npm install; stored records and tables need no compiler',
      );
    },
  );
  return parser;
}

function parserOf(compiler: typeof ts): ModuleParser {
  const known = new Map<string, CodeModule>();
  return (source) => {
    const key = createHash('sha256').update(source).digest('hex');
    const found = known.get(key) ?? parse(compiler, source);
    known.set(key, found);
    return found;
  };
}

function parse(compiler: typeof ts, source: string): CodeModule {
  const file = compiler.createSourceFile('module.js', source, compiler.ScriptTarget.Latest, false);
  const imports: Taken[] = [];
  const exports = new Map<string, Taken | 'own'>();
  const stars: string[] = [];
  const own: ts.Statement[] = [];
  for (const statement of file.statements) {
    if (compiler.isImportDeclaration(statement)) imports.push(...taken(compiler, statement));
    else if (compiler.isExportDeclaration(statement) && statement.moduleSpecifier) {
      const passed = passedOn(compiler, statement);
      if (passed === 'all') stars.push(textOf(statement.moduleSpecifier));
      else for (const each of passed) exports.set(each.as, each);
    } else if (compiler.isExportDeclaration(statement)) {
      for (const { name, local } of listed(compiler, statement))
        exports.set(name, imports.find(({ as }) => as === local) ?? 'own');
    } else {
      own.push(statement);
      for (const name of declared(compiler, statement)) exports.set(name, 'own');
    }
  }
  const sum = createHash('sha256');
  const literals = own.flatMap((statement) => tokens(compiler, statement, file, (token) => sum.update(`${token}\n`)));
  for (const name of literals.flatMap((l) => (l.kind === 'module' ? [l.text] : [])))
    imports.push({ from: name, name: '*', as: '*' });
  const files = literals.flatMap((l) => (l.kind === 'file' ? [l.text] : []));
  return { text: sum.digest('hex').slice(0, 16), imports, exports, stars, files };
}

const textOf = (name: ts.Node): string => (name as ts.StringLiteral).text;

function taken(compiler: typeof ts, { moduleSpecifier, importClause }: ts.ImportDeclaration): Taken[] {
  const from = textOf(moduleSpecifier);
  if (!importClause) return [{ from, name: '', as: '' }];
  const { name, namedBindings } = importClause;
  const whole = name ? [{ from, name: 'default', as: name.text }] : [];
  if (!namedBindings) return whole;
  if (compiler.isNamespaceImport(namedBindings)) return [...whole, { from, name: '*', as: namedBindings.name.text }];
  return [
    ...whole,
    ...namedBindings.elements.map((e) => ({ from, name: (e.propertyName ?? e.name).text, as: e.name.text })),
  ];
}

function passedOn(compiler: typeof ts, { moduleSpecifier, exportClause }: ts.ExportDeclaration): Taken[] | 'all' {
  if (!exportClause) return 'all';
  const from = textOf(moduleSpecifier!);
  if (compiler.isNamespaceExport(exportClause)) return [{ from, name: '*', as: exportClause.name.text }];
  return exportClause.elements.map((e) => ({ from, name: (e.propertyName ?? e.name).text, as: e.name.text }));
}

function listed(compiler: typeof ts, { exportClause }: ts.ExportDeclaration): { name: string; local: string }[] {
  if (!exportClause || !compiler.isNamedExports(exportClause)) return [];
  return exportClause.elements.map((e) => ({ name: e.name.text, local: (e.propertyName ?? e.name).text }));
}

/** The names that an exported declaration gives. */
function declared(compiler: typeof ts, statement: ts.Statement): string[] {
  if (compiler.isExportAssignment(statement)) return ['default'];
  const modifiers = compiler.canHaveModifiers(statement) ? (compiler.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind) => modifiers.some((m) => m.kind === kind);
  if (!has(compiler.SyntaxKind.ExportKeyword)) return [];
  if (has(compiler.SyntaxKind.DefaultKeyword)) return ['default'];
  if (compiler.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => bound(compiler, name));
  const { name } = statement as ts.FunctionDeclaration | ts.ClassDeclaration;
  return name ? [name.text] : [];
}

const bound = (compiler: typeof ts, name: ts.BindingName): string[] =>
  compiler.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((e) => (compiler.isBindingElement(e) ? bound(compiler, e.name) : []));

type Literal = { readonly kind: 'module' | 'file'; readonly text: string };

/** Gives every token below a node to `take`; returns what is imported on the way, and the files that are named. */
function tokens(compiler: typeof ts, node: ts.Node, file: ts.SourceFile, take: (token: string) => void): Literal[] {
  if (node.kind >= compiler.SyntaxKind.FirstJSDocNode && node.kind <= compiler.SyntaxKind.LastJSDocNode) return [];
  const children = node.getChildren(file);
  if (children.length === 0) {
    const text = node.getText(file);
    if (text !== '') take(text);
  }
  return [...named(compiler, node), ...children.flatMap((child) => tokens(compiler, child, file, take))];
}

/** `import('x')`, `require('x')`, `createRequire(…)('x')`, `new URL('./x', import.meta.url)` and names of WebAssembly files. */
function named(compiler: typeof ts, node: ts.Node): Literal[] {
  if (compiler.isStringLiteralLike(node) && node.text.endsWith('.wasm')) return [{ kind: 'file', text: node.text }];
  if (!compiler.isCallExpression(node) && !compiler.isNewExpression(node)) return [];
  const [first] = node.arguments ?? [];
  if (!first || !compiler.isStringLiteralLike(first)) return [];
  const called = compiler.isCallExpression(node.expression) ? node.expression.expression : node.expression;
  const imported =
    called.kind === compiler.SyntaxKind.ImportKeyword ||
    (compiler.isIdentifier(called) && ['require', '__require', 'createRequire'].includes(called.text));
  if (imported) return [{ kind: 'module', text: first.text }];
  const url = compiler.isNewExpression(node) && compiler.isIdentifier(called) && called.text === 'URL';
  return url && first.text.startsWith('.') && !first.text.endsWith('.wasm') ? [{ kind: 'file', text: first.text }] : [];
}
