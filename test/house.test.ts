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
const walls: Record<string, readonly string[]> = { seeds: ['evaluate', 'read', 'synthetic'] };

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
  expect(rooms.slice(0, 4)).toEqual(['base', 'compute', 'stats', 'graph']);
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

/**
 * Names by which node:fs changes a disk. Looking is free; every change goes through base's file layer, which counts what it
 * writes and leaves the old file or the new one.
 */
const writing =
  /^(write|append|copy|cp|rename|rm|unlink|mkdir|mkdtemp|open|truncate|ftruncate|link|symlink|chmod|chown|utimes|createWriteStream|promises|default$)/;

/** Who may write by himself, and why. */
const writers: Record<string, string> = {
  base: 'the file layer',
  kernel: 'stands alone (its own package)',
  setup: 'runs before anything is installed: by writeWhole of steps.mjs',
  'compute/wasm/build.mjs': 'makes what the package consists of; renames when it is whole',
};

/** What a file takes of node:fs: names, `default` for the whole module; other ways to a disk by their own names. */
function diskNames(file: string): string[] {
  const kind = file.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false, kind);
  const isFs = (node?: ts.Node) => node && ts.isStringLiteral(node) && /^(node:)?fs(\/promises)?$/.test(node.text);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && isFs(node.moduleSpecifier)) {
      const { name, namedBindings } = node.importClause ?? {};
      if (name || (namedBindings && ts.isNamespaceImport(namedBindings))) found.push('default');
      if (namedBindings && ts.isNamedImports(namedBindings))
        found.push(...namedBindings.elements.map((each) => (each.propertyName ?? each.name).text));
    }
    if (ts.isCallExpression(node) && node.arguments.some(isFs)) found.push('default');
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'toFile') found.push('writeToFile');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('every write of the package goes through the file layer of base', () => {
  const mayWrite = (file: string) => roomOf(file)! in writers || relative(src, file).split(sep).join('/') in writers;
  const direct = files.map((file) => ({ file, names: diskNames(file).filter((name) => writing.test(name)) }));
  const wrong = direct.filter(({ file, names }) => names.length > 0 && !mayWrite(file));
  expect(wrong.map(({ file, names }) => [relative(root, file), names])).toEqual([]);
  // The test can fail: it sees the layer itself.
  expect(direct.find(({ file }) => file.endsWith(join('base', 'files.ts')))?.names).toEqual(['default']);
});

test('the set-up writes by one function', () => {
  const setup = files.filter((file) => roomOf(file) === 'setup' && !file.endsWith('steps.mjs'));
  const direct = setup.filter((file) => /\bfs\.(write|append|rename)/.test(readFileSync(file, 'utf8')));
  expect(direct.map((file) => relative(root, file))).toEqual([]);
});

test('files stay under 250 lines', () => {
  const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 250);
  expect(long.map((file) => relative(root, file))).toEqual([]);
});

/** The file of src that an import names; undefined for packages and for what is built. */
function fileOf(from: string, name: string): string | undefined {
  const target = resolve(dirname(from), name);
  return [target, target.replace(/\.js$/, '.ts')].find((file) => files.includes(file));
}

/** Groups of files that reach one another by imports, types included (Tarjan's components of more than one). */
function circles(): string[][] {
  const next = new Map(files.map((file) => [file, imports(file).flatMap((name) => fileOf(file, name) ?? [])]));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    const at = order.size;
    order.set(file, at);
    low.set(file, at);
    open.push(file);
    for (const other of next.get(file)!) {
      if (!order.has(other)) visit(other);
      if (open.includes(other)) low.set(file, Math.min(low.get(file)!, low.get(other)!));
    }
    if (low.get(file) !== at) return;
    const circle = open.splice(open.indexOf(file)).map((each) => relative(src, each).split(sep).join('/'));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of files) if (!order.has(file)) visit(file);
  return found.sort();
}

/** Circles that are known, to go. */
const knownCircles: readonly (readonly string[])[] = [
  // compute: the corrected scores and the search that corrects them
  ['compute/search/csls.ts', 'compute/search/strips.ts', 'compute/search/top-k.ts'],
  // compute: definitions and the ops that they define
  ['compute/ops/contrastive-loss.ts', 'compute/ops/definitions.ts', 'compute/ops/weighted-contrastive-loss.ts'],
];

test('no file imports itself by way of others, not even for a type', () => {
  const known = knownCircles.map(String);
  expect(circles().filter((circle) => !known.includes(String(circle)))).toEqual([]);
});
