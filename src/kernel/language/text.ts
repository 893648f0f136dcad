import type { ScopeName } from './scope.js';

/** All words of a cell that could be names. */
export const words = (code: string): Set<string> =>
  new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));

/**
 * `export` before a declaration means nothing in a cell, and what tells VS Code of the cells' globals is known here:
 * blanks keep the positions.
 */
export const withoutExport = (code: string): string =>
  code
    .replace(
      /^export (?=(?:const|let|var|function|async|class|abstract|enum|interface|type|declare|namespace)\b)/gm,
      '       ',
    )
    .replace(/^\/\/\/(?=\s*<reference\s+types="typescript-kernel\/globals")/gm, '// ');

/** How a cell declares a name of an earlier one. */
export function declaration(name: ScopeName): string {
  if (name.kind === 'import') return name.text!;
  const from = `"./__cell_${name.cell}"`;
  // An import keeps a constant's type as it is; only a `let` must be assignable.
  return name.kind === 'let'
    ? `declare let ${name.name}: typeof import(${from}).${name.name};`
    : `import { ${name.name} } from ${from};`;
}

/** Longest code that is completed, inspected and looked at for being complete: that takes TypeScript under a second. */
export const LOOKED_INTO = 200_000;

const WORD = /[\p{ID_Continue}$\u200c\u200d]/u;

/** The character that a UTF-16 unit belongs to: where it begins, and whether names are made of such. */
function characterAt(code: string, at: number): { start: number; isWord: boolean } {
  const low = (code.charCodeAt(at) & 0xfc00) === 0xdc00 && (code.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  const start = low ? at - 1 : at;
  const point = code.codePointAt(start);
  return { start, isWord: point !== undefined && WORD.test(String.fromCodePoint(point)) };
}

/** The identifier that the cursor is in or just behind (where its last character begins); -1 when it is in neither. */
export function wordAt(code: string, at: number): number {
  for (const unit of [at, at - 1]) {
    const { start, isWord } = characterAt(code, unit);
    if (unit >= 0 && isWord) return start;
  }
  return -1;
}

/** Where the word that ends at the cursor begins. */
export function wordStart(code: string, at: number): number {
  let start = at;
  for (;;) {
    const before = characterAt(code, start - 1);
    if (start <= 0 || !before.isWord) return start;
    start = before.start;
  }
}
