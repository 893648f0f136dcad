import ts = require('typescript');

import { call, constant, f, id, member, runtime } from './factory.js';
import type { ScopeName } from './scope.js';
import { boxName, cellVisitor, type Load, type Rewrite } from './visitor.js';

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
