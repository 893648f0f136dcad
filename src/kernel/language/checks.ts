import ts = require('typescript');

import { call, constant, f, id, member, runtime } from './factory.js';

/** `if (__flag[0] >= run) __kernel.stop();` */
function tick(run: ts.Expression): ts.Statement {
  const flag = f.createElementAccessExpression(id(runtime.flag), 0);
  const stop = f.createExpressionStatement(call(member(runtime.kernel, 'stop')));
  return f.createIfStatement(f.createBinaryExpression(flag, ts.SyntaxKind.GreaterThanEqualsToken, run), stop);
}

/** The node with one of its children replaced, whatever kind of node it is. */
const replaceChild = <T extends ts.Node>(node: T, old: ts.Node, by: ts.Node): T =>
  ts.visitEachChild(node, (child) => (child === old ? by : child), undefined);

/** A loop whose body begins with a look at the interrupt flag. */
export function loopWithTick(node: ts.IterationStatement, run: ts.Expression): ts.Node {
  const inner = node.statement;
  const body = f.createBlock([tick(run), ...(ts.isBlock(inner) ? inner.statements : [inner])], true);
  return replaceChild(node, inner, body);
}

/** An async function remembers the run that it was called in: after an await another run may be going on. */
export function rememberRun(node: ts.FunctionLikeDeclaration): ts.Node {
  const { body } = node;
  if (!body) return node;
  const current = f.createElementAccessExpression(id(runtime.flag), 1);
  const prologue = constant(runtime.run, current);
  const block = ts.isBlock(body)
    ? f.updateBlock(body, [prologue, ...body.statements])
    : f.createBlock([prologue, f.createReturnStatement(body)], true);
  return replaceChild(node, body, block);
}
