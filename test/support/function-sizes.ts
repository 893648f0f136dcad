import ts from 'typescript';

/** The lines of each function with a body, those inside another one too: declarations, expressions, arrows, methods, accessors. */
export function functionSizesOf(text: string, name: string): { at: string; lines: number }[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: { at: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const [first, last] = [node.getStart(source), node.end].map(
        (at) => source.getLineAndCharacterOfPosition(at).line,
      );
      found.push({ at: `${name}:${first! + 1}`, lines: last! - first! + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
