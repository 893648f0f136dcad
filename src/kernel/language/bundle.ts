import { dirname, join, relative, sep } from 'node:path';

/** Declaration files that are read as one. */
export interface Bundle {
  /** The text to read instead of a file: the whole for the first one, nothing for the others; undefined where it is none of them. */
  text(file: string): string | undefined;
}

const REFERENCE = /^\/\/\/\s*<reference\s+(path|lib|types)\s*=\s*["']([^"']+)["'].*$/gm;

/** A file that imports or exports at its top is a module: its declarations are not global ones, it stays a file. */
const isModule = (text: string): boolean => /^(import|export)\b/m.test(text);

/** Where TypeScript's own declarations of a name like `es2015.core` lie. */
const libraryFile = (folder: string, name: string): string => join(folder, `lib.${name.toLowerCase()}.d.ts`);

/**
 * Takes global declaration files that refer to one another (`/// <reference …>`) for one file. TypeScript looks at every file of its program
 * for every cell, and merges the global names file by file for every checker: with the 110 files of its libraries and of Node's types as two,
 * a cell takes half of the time.
 * @param roots full paths; the first one gets the text
 * @param libraries TypeScript's folder, where `lib` references lead
 * @param known files of another bundle, which are not taken again
 */
export function bundle(
  roots: readonly string[],
  libraries: string,
  read: (file: string) => string | undefined,
  known?: Bundle,
): Bundle {
  const head = new Set<string>();
  const texts = new Map<string, string>();
  const first = roots[0]!;
  const visit = (file: string): boolean => {
    if (texts.has(file) || known?.text(file) !== undefined) return true;
    const text = read(file);
    if (text === undefined || isModule(text)) return false;
    texts.set(file, '');
    for (const [line, kind, name] of text.matchAll(REFERENCE)) {
      if (kind === 'types') head.add(line);
      else if (kind === 'lib') visit(libraryFile(libraries, name!)) || head.add(line);
      else {
        const other = join(dirname(file), name!);
        if (!visit(other))
          head.add(`/// <reference path="./${relative(dirname(first), other).split(sep).join('/')}" />`);
      }
    }
    // What a file refers to goes before it, as in a program: of functions that are declared twice the later goes first.
    texts.delete(file);
    texts.set(file, text.replace(REFERENCE, ''));
    return true;
  };
  for (const root of roots) visit(root);
  const mark = [...texts.values()].some((text) => /^\/\/\/\s*<reference\s+no-default-lib/m.test(text))
    ? '/// <reference no-default-lib="true"/>\n'
    : '';
  const files = new Set(texts.keys());
  const whole = `${mark}${[...head].join('\n')}\n${[...texts.values()].join('\n')}`;
  return {
    text: (file) => (!files.has(file) ? undefined : file === first ? whole : mark),
  };
}
