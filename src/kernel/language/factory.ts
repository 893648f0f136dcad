import ts = require('typescript');

/** What the emitted cell uses of the run time (`user/run.ts` gives it these). */
export const runtime = { kernel: '__kernel', flag: '__flag', run: '__run', check: '__check' } as const;

export const f = ts.factory;
export const id = (name: string): ts.Identifier => f.createIdentifier(name);
export const member = (object: string, name: string): ts.Expression =>
  f.createPropertyAccessExpression(id(object), name);
export const call = (callee: ts.Expression, ...args: ts.Expression[]): ts.Expression =>
  f.createCallExpression(callee, undefined, args);
/** `const name = value;` */
export const constant = (name: string, value: ts.Expression): ts.Statement =>
  f.createVariableStatement(
    undefined,
    f.createVariableDeclarationList(
      [f.createVariableDeclaration(name, undefined, undefined, value)],
      ts.NodeFlags.Const,
    ),
  );
