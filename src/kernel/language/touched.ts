import ts = require('typescript');

/** Names of other cells that a cell reads, and names that are others after it. */
export interface Touched {
  uses: Set<string>;
  /** Its own, and earlier ones that it assigns. */
  changes: Set<string>;
}

const wraps = (node: ts.Node, child: ts.Node): boolean =>
  ts.isParenthesizedExpression(node) ||
  ts.isArrayLiteralExpression(node) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isSpreadElement(node) ||
  ts.isSpreadAssignment(node) ||
  ts.isShorthandPropertyAssignment(node) ||
  (ts.isPropertyAssignment(node) && node.initializer === child);

const assigns = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Whether the name is read here, assigned (`x = 1`, `[x] = list`, `({ a: x } = o)`, `for (x of list)`), or both (`x += 1`, `x++`). */
function access(name: ts.Identifier): { reads: boolean; assigns: boolean } {
  let child: ts.Node = name;
  while (wraps(child.parent, child)) child = child.parent;
  const { parent } = child;
  if (ts.isBinaryExpression(parent) && parent.left === child && assigns(parent.operatorToken.kind))
    return { reads: parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken, assigns: true };
  if ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === child)
    return { reads: false, assigns: true };
  const unary = ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
  const steps = [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken];
  return { reads: true, assigns: unary && steps.includes(parent.operator) };
}

/**
 * Looks through a checked cell.
 * @param start where its own text begins: what is declared before are the names of earlier cells
 */
export function touched(
  source: ts.SourceFile,
  start: number,
  own: readonly string[],
  checker: ts.TypeChecker,
): Touched {
  const found: Touched = { uses: new Set(), changes: new Set(own) };
  const earlier = (name: ts.Identifier): boolean => {
    const symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? checker.getShorthandAssignmentValueSymbol(name.parent)
      : checker.getSymbolAtLocation(name);
    const declaration = symbol?.declarations?.[0];
    return declaration !== undefined && declaration.getSourceFile() === source && declaration.pos < start;
  };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.end > start && earlier(node)) {
      const { reads, assigns } = access(node);
      if (reads) found.uses.add(node.text);
      if (assigns) found.changes.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) if (statement.end > start) visit(statement);
  return found;
}
