import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { bundle } from '../language/bundle.js';
import { cellOptions } from '../language/host.js';
import { LanguageSession } from '../language/session.js';
import { root } from './build.js';

const folder = join(root, 'node_modules/typescript/lib');
const node = join(root, 'node_modules/@types/node/index.d.ts');
const first = join(folder, 'lib.es2023.d.ts');
const libraries = bundle([first, join(folder, 'lib.esnext.disposable.d.ts')], folder, ts.sys.readFile);
const ofNode = bundle([node], folder, ts.sys.readFile, libraries);

/** All global names of a program, each with its type as TypeScript writes it. */
function globals(text: (file: string) => string | undefined): Map<string, string> {
  const options = cellOptions();
  const file = join(root, 'notebooks/__cell.ts');
  const host = ts.createCompilerHost(options);
  const read = (name: string): string | undefined =>
    name === file ? 'export {};' : (text(name) ?? host.readFile(name));
  const program = ts.createProgram([file], options, {
    ...host,
    getCurrentDirectory: () => join(root, 'notebooks'),
    getSourceFile: (name, version) => {
      const source = read(name);
      return source === undefined ? undefined : ts.createSourceFile(name, source, version);
    },
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file)!;
  const kinds = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
  const written = (symbol: ts.Symbol): string => {
    const value = symbol.flags & ts.SymbolFlags.Value ? checker.getTypeOfSymbol(symbol) : undefined;
    const type = symbol.flags & ts.SymbolFlags.Type ? checker.getDeclaredTypeOfSymbol(symbol) : undefined;
    const members = [...(value?.getProperties() ?? []), ...(type?.getProperties() ?? [])];
    const of = (member: ts.Symbol): string =>
      `${member.name.replace(/@\d+$/, '')}: ${checker.typeToString(checker.getTypeOfSymbol(member), source)}`;
    return members.map(of).sort().join('\n');
  };
  const all = checker.getSymbolsInScope(source, kinds);
  return new Map([...all, ...checker.getAmbientModules()].map((symbol) => [symbol.name, written(symbol)]));
}

test('declarations that are read as one file say the same as many', { timeout: 240_000 }, () => {
  const one = globals((file) => libraries.text(file) ?? ofNode.text(file));
  const many = globals(() => undefined);
  expect(many.size).toBeGreaterThan(300);
  expect(one.get('"fs"')).toContain('readFileSync');
  expect([...one.keys()].sort()).toEqual([...many.keys()].sort());
  const different = [...many].flatMap(([name, members]) => {
    const theirs = new Set(one.get(name)!.split('\n'));
    return members.split('\n').filter((member) => !theirs.has(member));
  });
  expect(different).toEqual([]);
});

test('a module stays a file, and is referred to from where the whole stands', () => {
  const files: Record<string, string> = {
    '/t/index.d.ts': '/// <reference path="a/b.d.ts" />\n/// <reference types="other" />\ndeclare const c: 1;\n',
    '/t/a/b.d.ts':
      '/// <reference path="m.d.ts" />\n/// <reference path="../index.d.ts" />\n/// <reference lib="dom" />\ndeclare const b: 1;\n',
    '/t/a/m.d.ts': 'export {};\n',
  };
  const { text } = bundle(['/t/index.d.ts'], '/lib', (file) => files[file]);
  expect(text('/t/a/m.d.ts')).toBeUndefined();
  expect(text('/t/a/b.d.ts')).toBe('');
  const references = ts.preProcessFile(text('/t/index.d.ts')!);
  expect(references.referencedFiles.map(({ fileName }) => fileName)).toEqual(['./a/m.d.ts']);
  expect(references.typeReferenceDirectives.map(({ fileName }) => fileName)).toEqual(['other']);
  expect(references.libReferenceDirectives.map(({ fileName }) => fileName)).toEqual(['dom']);
  expect(
    text('/t/index.d.ts')!
      .replace(/^\/\/\/.*\n/gm, '')
      .split(/\n+/),
  ).toEqual(['', 'declare const b: 1;', 'declare const c: 1;', '']);
  expect(readFileSync(first, 'utf8')).not.toBe(libraries.text(first));
});

test('a cell is not refused because its types cannot be written down', () => {
  const session = new LanguageSession(join(root, 'notebooks'), undefined);
  const wrong = (code: string): unknown => {
    const compiled = session.compile(code, 'In[1]');
    return 'diagnostics' in compiled ? compiled.diagnostics.map(({ code }) => code) : [];
  };
  expect(wrong('const C = class { private x = 1; y = 2 };')).toEqual([]);
  expect(wrong('new C().y.toFixed()')).toEqual([]);
  expect(wrong('new C().x')).toEqual([2341]);
  expect(wrong('function mixed() { return class { protected z = 1; w = "s"; }; }')).toEqual([]);
  expect(wrong('new (mixed())().w.length')).toEqual([]);
  expect(wrong('const e = (() => { enum E { A } return E.A; })();')).toEqual([]);
  expect(wrong('const f: number = e;')).toEqual([]);
});
