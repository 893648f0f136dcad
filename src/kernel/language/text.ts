import type { ScopeName } from './scope.js';

/** All words of a cell that could be names. */
export const words = (code: string): Set<string> =>
  new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));

/** `export` before a declaration means nothing in a cell: blanks keep the positions. */
export const withoutExport = (code: string): string =>
  code.replace(
    /^export (?=(?:const|let|var|function|async|class|abstract|enum|interface|type|declare|namespace)\b)/gm,
    '       ',
  );

/** How a cell declares a name of an earlier one. */
export function declaration(name: ScopeName): string {
  if (name.kind === 'import') return name.text!;
  const from = `"./__cell_${name.cell}"`;
  // An import keeps a constant's type as it is; only a `let` must be assignable.
  return name.kind === 'let'
    ? `declare let ${name.name}: typeof import(${from}).${name.name};`
    : `import { ${name.name} } from ${from};`;
}
