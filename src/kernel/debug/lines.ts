import ts = require('typescript');

/** Statements of which no JavaScript is made. */
const nothing = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node);

/**
 * The lines (from 1) at which a program can stop when it is asked to stop at `wanted`: each the line itself or the first after it on which
 * code begins; undefined behind the last one.
 */
export function stoppableLines(text: string, wanted: readonly number[]): (number | undefined)[] {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, false);
  const begins = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (nothing(node)) return;
    begins.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) visit(statement);
  const sorted = [...begins].sort((a, b) => a - b);
  return wanted.map((line) => sorted.find((begin) => begin >= line));
}
