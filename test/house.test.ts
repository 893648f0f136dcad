import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { functionSizesOf } from './support/function-sizes.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(root, 'src');

const house = readFileSync(join(root, 'docs', 'house.md'), 'utf8');

/** The rooms in the order of docs/house.md's table, read from it. */
const rooms = [...house.matchAll(/^\| `(\w+)` \|/gm)].map((m) => m[1]!);

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

/** Files that look behind another room's face, and why. */
const behindTheFace: Readonly<Record<string, string>> = {
  'src/cli/documents.ts': 'the little language of docs/templates, which nobody else needs',
  'src/cli/options.ts':
    'the options that flags are made of: the faces of their rooms load TensorFlow.js, --help must not wait',
  'src/cli/studies/asked.ts': 'the same, of study',
};

test('a room is reached by its face alone', () => {
  const past = crossings.filter(({ to, target }) => target !== join(to!, 'index.js'));
  const from = [...new Set(past.map(({ file }) => file.split(sep).join('/')))].sort();
  expect(from).toEqual(Object.keys(behindTheFace).sort());
});

test('kernel and setup stand alone', () => {
  expect(crossings.filter(({ from, to }) => alone.has(from!) || alone.has(to!))).toEqual([]);
});

test('seed generation has no way to the truth', () => {
  expect(crossings.filter(({ from, to }) => walls[from!]?.includes(to!))).toEqual([]);
});

/** Rooms that may name the true links: who holds, makes, reads, measures and shows them. */
const seeTheTruth = ['graph', 'synthetic', 'read', 'evaluate', 'study', 'notebook'];

test('only rooms that hold or measure the truth name GroundTruth', () => {
  // The lists of public names only pass it on.
  const naming = files
    .filter((file) => /\bGroundTruth\b/.test(readFileSync(file, 'utf8')))
    .map(roomOf)
    .filter((room) => room !== undefined && room !== 'public');
  expect([...new Set(naming)].sort()).toEqual([...seeTheTruth].sort());
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

/** Who reads files of the package itself, and so may do it directly. */
const ownReaders = /^(study\/(code\/.*|key\.ts)|review\/review\.ts)$/;

test('rooms that read what users name read it through base', () => {
  const rooms = ['read', 'features', 'train', 'match', 'study', 'review'];
  const direct = files
    .filter((file) => rooms.includes(roomOf(file)!) && !ownReaders.test(relative(src, file).split(sep).join('/')))
    .filter((file) => /\b(readFileSync|createReadStream|openSync)\b/.test(readFileSync(file, 'utf8')));
  expect(direct).toEqual([]);
});

test('the set-up writes by one function', () => {
  const setup = files.filter((file) => roomOf(file) === 'setup' && !file.endsWith('steps.mjs'));
  const direct = setup.filter((file) => /\bfs\.(write|append|rename)/.test(readFileSync(file, 'utf8')));
  expect(direct.map((file) => relative(root, file))).toEqual([]);
});

const percentile = (sizes: readonly number[], share: number) =>
  [...sizes].sort((x, y) => x - y)[Math.floor(share * sizes.length)]!;

test('files: nine of ten have at most 150 lines, none more than 250', () => {
  const sizes = files.map((file) => ({ file: relative(root, file), lines: lineCount(readFileSync(file, 'utf8')) }));
  expect(sizes.filter(({ lines }) => lines > 250)).toEqual([]);
  expect(
    percentile(
      sizes.map(({ lines }) => lines),
      0.9,
    ),
  ).toBeLessThanOrEqual(150);
});

test('functions: nine of ten have at most 20 lines, none more than 70', () => {
  const sizes = files.flatMap(functionSizes);
  expect(sizes.filter(({ lines }) => lines > 70)).toEqual([]);
  expect(
    percentile(
      sizes.map(({ lines }) => lines),
      0.9,
    ),
  ).toBeLessThanOrEqual(20);
  expect(
    functionSizesOf('const f = () => {\n  return 1;\n};\nclass A {\n  get x() {\n    return f();\n  }\n}', 'made.ts'),
  ).toEqual([
    { at: 'made.ts:1', lines: 3 },
    { at: 'made.ts:5', lines: 3 },
  ]);
});

const lineCount = (text: string) => text.trimEnd().split('\n').length;
const functionSizes = (file: string) => functionSizesOf(readFileSync(file, 'utf8'), relative(root, file));

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

test('no file imports itself by way of others, not even for a type', () => {
  expect(circles()).toEqual([]);
});

test('the page names the test of every rule, and no test without a rule', () => {
  const held = [...house.matchAll(/^- .*\(\*(.+?)\*\)$/gm)].map((m) => m[1]!);
  const text = readFileSync(fileURLToPath(import.meta.url), 'utf8');
  const all = [...text.matchAll(/^test\(\s*'([^']+)'/gm)]
    .map((m) => m[1]!)
    .filter((name) => !name.startsWith('the page'));
  expect(held.sort()).toEqual(all.sort());
});
