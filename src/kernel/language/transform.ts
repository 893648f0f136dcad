import ts from 'typescript';
import type { ScopeName } from './scope.js';

/** What the emitted cell uses of the run time (`user/run.ts` gives it these). */
export const runtime = { kernel: '__kernel', flag: '__flag', run: '__run', check: '__check' } as const;

const f = ts.factory;
const id = (name: string): ts.Identifier => f.createIdentifier(name);
const member = (object: string, name: string): ts.Expression => f.createPropertyAccessExpression(id(object), name);
const call = (callee: ts.Expression, ...args: ts.Expression[]): ts.Expression =>
  f.createCallExpression(callee, undefined, args);

/** The name of the box that holds an assignable name of an earlier cell. */
const boxName = (name: string): string => `__box_${name}`;

export interface Rewrite {
  checker: ts.TypeChecker;
  source: ts.SourceFile;
  /** The cell's own text lies between these; before it the earlier names, after it the exports. */
  start: number;
  end: number;
  /** Earlier `let` names that the cell can see. */
  boxes: ReadonlySet<string>;
  /** Imported name → how to reach it: the module, and the member (none for `import * as`). */
  imports: ReadonlyMap<string, { load: Load; member?: string }>;
}

const mayAwait = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword) ?? false);

/** An expression for a name that lives outside the cell, or undefined when the identifier is something else. */
function outside(
  rewrite: Rewrite,
  identifier: ts.Identifier,
  find = rewrite.checker.getSymbolAtLocation,
): ts.Expression | undefined {
  if (!rewrite.boxes.has(identifier.text) && !rewrite.imports.has(identifier.text)) return undefined;
  const declaration = find(identifier)?.declarations?.[0];
  if (!declaration || declaration.getSourceFile() !== rewrite.source) return undefined;
  const { text } = identifier;
  if (rewrite.boxes.has(text) && ts.isVariableDeclaration(declaration) && declaration.pos < rewrite.start)
    return member(boxName(text), 'v');
  const imported = rewrite.imports.get(text);
  if (!imported) return undefined;
  if (!ts.isImportSpecifier(declaration) && !ts.isImportClause(declaration) && !ts.isNamespaceImport(declaration))
    return undefined;
  const { load, member: name } = imported;
  load.used = true;
  if (name === undefined) return id(load.variable);
  if (!load.members.includes(name)) load.members.push(name);
  return f.createElementAccessExpression(id(load.variable), f.createStringLiteral(name));
}

function shorthand(rewrite: Rewrite, node: ts.ShorthandPropertyAssignment, visit: ts.Visitor): ts.Node {
  const found = outside(rewrite, node.name, () => rewrite.checker.getShorthandAssignmentValueSymbol(node));
  if (!found) return node;
  const initial = node.objectAssignmentInitializer;
  const value = initial ? f.createAssignment(found, ts.visitNode(initial, visit) as ts.Expression) : found;
  return f.createPropertyAssignment(f.createIdentifier(node.name.text), value);
}

/** `if (__flag[0] >= run) __kernel.stop();` */
function tick(run: ts.Expression): ts.Statement {
  const flag = f.createElementAccessExpression(id(runtime.flag), 0);
  const stop = f.createExpressionStatement(call(member(runtime.kernel, 'stop')));
  return f.createIfStatement(f.createBinaryExpression(flag, ts.SyntaxKind.GreaterThanEqualsToken, run), stop);
}

function loopWithTick(node: ts.IterationStatement, run: ts.Expression): ts.Node {
  const inner = node.statement;
  const body = f.createBlock([tick(run), ...(ts.isBlock(inner) ? inner.statements : [inner])], true);
  if (ts.isForStatement(node))
    return f.updateForStatement(node, node.initializer, node.condition, node.incrementor, body);
  if (ts.isForOfStatement(node))
    return f.updateForOfStatement(node, node.awaitModifier, node.initializer, node.expression, body);
  if (ts.isForInStatement(node)) return f.updateForInStatement(node, node.initializer, node.expression, body);
  if (ts.isWhileStatement(node)) return f.updateWhileStatement(node, node.expression, body);
  if (ts.isDoStatement(node)) return f.updateDoStatement(node, body, node.expression);
  return node;
}

/** An async function remembers the run that it was called in: after an await another run may be going on. */
function rememberRun(node: ts.FunctionLikeDeclaration): ts.Node {
  const current = f.createElementAccessExpression(id(runtime.flag), 1);
  const prologue = f.createVariableStatement(
    undefined,
    f.createVariableDeclarationList(
      [f.createVariableDeclaration(runtime.run, undefined, undefined, current)],
      ts.NodeFlags.Const,
    ),
  );
  const body = node.body;
  if (!body) return node;
  const block = ts.isBlock(body)
    ? f.updateBlock(body, [prologue, ...body.statements])
    : f.createBlock([prologue, f.createReturnStatement(body)], true);
  if (ts.isFunctionDeclaration(node))
    return f.updateFunctionDeclaration(
      node,
      node.modifiers,
      node.asteriskToken,
      node.name,
      node.typeParameters,
      node.parameters,
      node.type,
      block,
    );
  if (ts.isFunctionExpression(node))
    return f.updateFunctionExpression(
      node,
      node.modifiers,
      node.asteriskToken,
      node.name,
      node.typeParameters,
      node.parameters,
      node.type,
      block,
    );
  if (ts.isArrowFunction(node))
    return f.updateArrowFunction(
      node,
      node.modifiers,
      node.typeParameters,
      node.parameters,
      node.type,
      node.equalsGreaterThanToken,
      block,
    );
  if (ts.isMethodDeclaration(node))
    return f.updateMethodDeclaration(
      node,
      node.modifiers,
      node.asteriskToken,
      node.name,
      node.questionToken,
      node.typeParameters,
      node.parameters,
      node.type,
      block,
    );
  return node;
}

/** `(0, m.f)(...)`: a call through a module or box must not get it as `this`. */
function bare(rewrite: Rewrite, callee: ts.Expression): ts.Expression | undefined {
  if (!ts.isIdentifier(callee)) return undefined;
  const found = outside(rewrite, callee);
  if (!found) return undefined;
  const whole = f.createParenthesizedExpression(
    f.createComma(f.createNumericLiteral(0), ts.setSourceMapRange(found, callee)),
  );
  return ts.setSourceMapRange(whole, callee);
}

/**
 * A visitor that leads earlier names to where they live, checks for an interrupt in every loop and after every
 * await, and leaves the rest alone.
 */
export function cellVisitor(rewrite: Rewrite, context: ts.TransformationContext): ts.Visitor {
  // Inside an async function (or the cell itself) the run is the one it was called in; elsewhere the current one.
  let ownRun = true;
  const run = (): ts.Expression => (ownRun ? id(runtime.run) : f.createElementAccessExpression(id(runtime.flag), 1));
  const children = (node: ts.Node): ts.Node => ts.visitEachChild(node, visit, context);

  const functionLike = (node: ts.FunctionLikeDeclaration): ts.Node => {
    const before = ownRun;
    ownRun = mayAwait(node);
    const visited = children(node) as ts.FunctionLikeDeclaration;
    const out = ownRun ? rememberRun(visited) : visited;
    ownRun = before;
    return out;
  };

  const visit = (node: ts.Node): ts.Node => {
    if (ts.isExpressionWithTypeArguments(node)) {
      const typeOnly =
        ts.isHeritageClause(node.parent) &&
        (node.parent.token === ts.SyntaxKind.ImplementsKeyword || ts.isInterfaceDeclaration(node.parent.parent));
      return typeOnly ? node : children(node);
    }
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return node;
    if (ts.isIdentifier(node)) {
      const found = outside(rewrite, node);
      return found ? ts.setTextRange(found, node) : node;
    }
    if (ts.isShorthandPropertyAssignment(node)) return shorthand(rewrite, node, visit);
    if (ts.isCallExpression(node)) {
      const callee = bare(rewrite, node.expression);
      if (callee)
        return f.updateCallExpression(
          node,
          callee,
          undefined,
          ts.visitNodes(node.arguments, visit) as ts.NodeArray<ts.Expression>,
        );
    }
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = bare(rewrite, node.tag);
      if (tag)
        return f.updateTaggedTemplateExpression(
          node,
          tag,
          undefined,
          ts.visitNode(node.template, visit) as ts.TemplateLiteral,
        );
    }
    if (ts.isFunctionLike(node)) return functionLike(node as ts.FunctionLikeDeclaration);
    if (ts.isAwaitExpression(node))
      return ts.setTextRange(call(id(runtime.check), children(node) as ts.Expression, run()), node);
    if (ts.isIterationStatement(node, false)) return loopWithTick(children(node) as ts.IterationStatement, run());
    return children(node);
  };
  return visit;
}

/** A getter and, for what can be assigned, a setter on the cell's own variable. */
function accessors(name: ScopeName | { name: string; kind: string }): ts.ObjectLiteralElementLike {
  const get = f.createGetAccessorDeclaration(
    undefined,
    'v',
    [],
    undefined,
    f.createBlock([f.createReturnStatement(id(name.name))]),
  );
  const parameter = f.createParameterDeclaration(undefined, undefined, '__value');
  const assign = f.createExpressionStatement(f.createAssignment(id(name.name), id('__value')));
  const set = f.createSetAccessorDeclaration(undefined, 'v', [parameter], f.createBlock([assign]));
  return f.createPropertyAssignment(
    f.createStringLiteral(name.name),
    f.createObjectLiteralExpression(name.kind === 'let' ? [get, set] : [get]),
  );
}

const constant = (name: string, value: ts.Expression): ts.Statement =>
  f.createVariableStatement(
    undefined,
    f.createVariableDeclarationList(
      [f.createVariableDeclaration(name, undefined, undefined, value)],
      ts.NodeFlags.Const,
    ),
  );

/** A module that the cell loads before it runs, and the members that must be there. */
export interface Load {
  variable: string;
  from: string;
  members: string[];
  /** False as long as nothing in the cell needs it. */
  used: boolean;
}

export interface CellShape {
  /** Earlier `const`s, functions and classes: bound under their own names. */
  values: readonly string[];
  boxes: readonly string[];
  loads: readonly Load[];
  /** The cell's own names, for the cells after it. */
  own: readonly { name: string; kind: string }[];
}

function preamble(shape: CellShape): ts.Statement[] {
  const importer = f.createArrowFunction(
    undefined,
    undefined,
    [f.createParameterDeclaration(undefined, undefined, '__s')],
    undefined,
    undefined,
    f.createCallExpression(f.createToken(ts.SyntaxKind.ImportKeyword) as ts.Expression, undefined, [id('__s')]),
  );
  const load = ({ variable, from, members }: Load): ts.Statement =>
    constant(
      variable,
      f.createAwaitExpression(
        call(
          member(runtime.kernel, 'load'),
          importer,
          f.createStringLiteral(from),
          f.createArrayLiteralExpression(members.map((m) => f.createStringLiteral(m))),
        ),
      ),
    );
  return [
    f.createExpressionStatement(f.createStringLiteral('use strict')),
    constant(runtime.flag, member(runtime.kernel, 'flag')),
    constant(runtime.run, member(runtime.kernel, 'run')),
    constant(runtime.check, member(runtime.kernel, 'check')),
    ...shape.values.map((name) =>
      constant(
        name,
        f.createPropertyAccessExpression(call(member(runtime.kernel, 'box'), f.createStringLiteral(name)), 'v'),
      ),
    ),
    ...shape.boxes.map((name) =>
      constant(boxName(name), call(member(runtime.kernel, 'box'), f.createStringLiteral(name))),
    ),
    f.createExpressionStatement(
      call(member(runtime.kernel, 'define'), f.createObjectLiteralExpression(shape.own.map(accessors))),
    ),
    ...shape.loads.filter((l) => l.used).map(load),
  ];
}

const dropped = (statement: ts.Statement): boolean =>
  ts.isImportDeclaration(statement) ||
  ts.isExportDeclaration(statement) ||
  ts.isExportAssignment(statement) ||
  ts.isImportEqualsDeclaration(statement);

/**
 * Makes `module.exports = async function (__kernel) { …the cell… }` of the cell's statements. The last one, when it
 * is an expression, becomes the returned value, in an array so that a promise is not awaited.
 */
export function cellTransformer(rewrite: Rewrite, shape: CellShape): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (root) => {
    const visit = cellVisitor(rewrite, context);
    const between = (at: number): boolean => at >= rewrite.start && at < rewrite.end;
    const own = root.statements.filter((s) => between(s.getStart(rewrite.source)) && !dropped(s));
    const last = own.filter((s) => !ts.isEmptyStatement(s)).at(-1);
    const body = own.map((statement) => {
      const visited = ts.visitNode(statement, visit) as ts.Statement;
      if (statement !== last || !ts.isExpressionStatement(visited)) return visited;
      return ts.setTextRange(f.createReturnStatement(f.createArrayLiteralExpression([visited.expression])), visited);
    });
    const cell = f.createFunctionExpression(
      [f.createModifier(ts.SyntaxKind.AsyncKeyword)],
      undefined,
      '__cell',
      undefined,
      [f.createParameterDeclaration(undefined, undefined, runtime.kernel)],
      undefined,
      f.createBlock([...preamble(shape), ...body], true),
    );
    const assignment = f.createAssignment(f.createPropertyAccessExpression(id('module'), 'exports'), cell);
    return f.updateSourceFile(root, [f.createExpressionStatement(assignment)]);
  };
}
