import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');

/** The rooms in the order of docs/house.md's table, read from it. */
const rooms = [...readFileSync(join(root, 'docs', 'house.md'), 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map((m) => m[1]!);

/** Rooms that stand alone: they import no room at all, and none imports them. */
const alone = new Set(['kernel', 'setup']);

/** What a room may not import although it stands above: the truth must stay out of reach of seed generation. */
const walls: Record<string, readonly string[]> = { seeds: ['evaluate', 'read'] };

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  // The kernel is a package of its own, which holds its build and its tests.
  .filter((file) => /\.(ts|mjs)$/.test(file) && !/^kernel.(dist|test|node_modules)\b/.test(file))
  .map((file) => join(src, file));

/** Every module a file names: import, export from, import(), import type. */
function imports(file: string): string[] {
  const kind = file.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false, kind);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteral(first)) found.push(first.text);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      found.push((node.argument.literal as ts.StringLiteral).text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const roomOf = (file: string) => {
  const [first, ...rest] = relative(src, file).split(sep);
  return rest.length > 0 ? first : undefined;
};

/** Imports of another room: [file, room, imported room, path inside it]. */
const crossings = files.flatMap((file) => {
  const from = roomOf(file);
  return imports(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => resolve(dirname(file), name))
    .map((target) => ({ file: relative(root, file), from, to: roomOf(target), target: relative(src, target) }))
    .filter(({ to, target }) => from !== undefined && to !== from && !target.startsWith('..'));
});

test('the house has its rooms, and every folder of src is one of them', () => {
  expect(rooms.slice(0, 3)).toEqual(['base', 'compute', 'graph']);
  const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((entry) => entry.name).filter((name) => !rooms.includes(name))).toEqual([]);
});

test('a room imports only from rooms above it', () => {
  const wrong = crossings.filter(({ from, to }) => rooms.indexOf(to!) > rooms.indexOf(from!) || to === undefined);
  expect(wrong).toEqual([]);
  expect(crossings.length).toBeGreaterThan(20);
});

test('kernel and setup stand alone', () => {
  expect(crossings.filter(({ from, to }) => alone.has(from!) || alone.has(to!))).toEqual([]);
});

test('seed generation has no way to the truth', () => {
  expect(crossings.filter(({ from, to }) => walls[from!]?.includes(to!))).toEqual([]);
  const named = files.filter((file) => roomOf(file) === 'seeds' && /\bGroundTruth\b/.test(readFileSync(file, 'utf8')));
  expect(named).toEqual([]);
});

test('files stay under 250 lines', () => {
  const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 250);
  expect(long.map((file) => relative(root, file))).toEqual([]);
});
