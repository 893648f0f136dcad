import ts = require('typescript');

import { loopWithTick, rememberRun } from './checks.js';
import { call, f, id, member, runtime } from './factory.js';

/** The name of the box that holds an assignable name of an earlier cell. */
export const boxName = (name: string): string => `__box_${name}`;

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

/** A module that the cell loads before it runs, and the members that must be there. */
export interface Load {
  variable: string;
  from: string;
  members: string[];
  /** False as long as nothing in the cell needs it. */
  used: boolean;
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
