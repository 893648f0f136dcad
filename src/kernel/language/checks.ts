import ts = require('typescript');

import { call, f, id, member, runtime } from './factory.js';

/** `if (__flag[0] >= run) __kernel.stop();` */
function tick(run: ts.Expression): ts.Statement {
  const flag = f.createElementAccessExpression(id(runtime.flag), 0);
  const stop = f.createExpressionStatement(call(member(runtime.kernel, 'stop')));
  return f.createIfStatement(f.createBinaryExpression(flag, ts.SyntaxKind.GreaterThanEqualsToken, run), stop);
}

/** A loop whose body begins with a look at the interrupt flag. */
export function loopWithTick(node: ts.IterationStatement, run: ts.Expression): ts.Node {
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
export function rememberRun(node: ts.FunctionLikeDeclaration): ts.Node {
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
