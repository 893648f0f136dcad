import ts = require('typescript');

/** Expressions inside each other up to which TypeScript gets through with a worker's stack, in a second or two. */
const DEEPEST = 5000;

/**
 * Refuses code that is nested too deep (`a.b.c…`, `1 + 1 + …`): TypeScript's time grows with the square of the depth.
 * @throws RangeError as TypeScript itself does a little deeper
 */
export function checkDepth(source: ts.SourceFile): void {
  // Each level takes a dot or a sign and a letter at least.
  if (source.text.length < 2 * DEEPEST) return;
  let level: ts.Node[] = [source];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new RangeError('nested too deep');
    const next: ts.Node[] = [];
    for (const node of level)
      ts.forEachChild(node, (child) => {
        next.push(child);
      });
    level = next;
  }
}
