// Compiles what the engines load from dist: the kernels (kernels.wasm), with their declarations in ../threads/kernels.ts,
// and for the tests, which run the sources, the threads' modules. Only what is older than its sources.
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '..', '..', '..');
const dist = join(root, 'dist', 'compute');
const declarations = join(folder, '..', 'threads', 'kernels.ts');

const options = [
  ...['--baseDir', root, '-O3', '--noAssert', '--runtime', 'stub', '--bindings', 'raw'],
  ...['--enable', 'simd', '--enable', 'threads', '--enable', 'bulk-memory'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '65536'],
];

/** When a file was written, milliseconds; 0 where there is none. */
const age = (/** @type {string} */ file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Where the compiled kernels lie; compiles them when they are older than a source, or with `force`. */
export async function buildKernels({ force = false } = {}) {
  const target = join(dist, 'kernels.wasm');
  const sources = readdirSync(folder).filter((name) => /\.(ts|mjs)$/.test(name));
  const newest = Math.max(...sources.map((name) => age(join(folder, name))));
  if (!force && age(target) > newest) return target;
  const made = await compile();
  writeWhole(target, made['kernels.wasm']);
  const text = declare(made['kernels.d.ts']);
  // A newer file that says the same would be a change to whoever builds by time.
  if (readFileSync(declarations, 'utf8') !== text) writeWhole(declarations, text);
  return target;
}

async function compile() {
  /** @type {Record<string, any>} */
  const made = {};
  const files = [join('src', 'compute', 'wasm', 'index.ts'), '--outFile', 'kernels.wasm'];
  const { error, stderr } = await asc.main([...files, ...options], {
    writeFile: (name, contents) => {
      made[name] = contents;
    },
  });
  if (error) throw new Error(`the kernels do not compile:\n${stderr.toString()}`, { cause: error });
  return made;
}

/**
 * The kernels' types and the names of their parameters, from the compiler's own declarations.
 * @param {string} text
 */
function declare(text) {
  const kernels = [...text.matchAll(/^ *export function (\w+)\((.*)\): (\w+);$/gm)];
  const names = (/** @type {string} */ parameters) =>
    parameters
      .split(', ')
      .filter(Boolean)
      .map((p) => `'${p.split(':')[0]}'`);
  return [
    '// Made by ../wasm/build.mjs from what the kernels export; not to be edited.',
    '',
    'export interface Kernels {',
    ...kernels.map(([, name, parameters, type]) => `  ${name}(${parameters}): ${type};`),
    '}',
    '',
    'export const parameters = {',
    ...kernels.map(([, name, parameters]) => `  ${name}: [${names(parameters ?? '').join(', ')}],`),
    '} as const;',
    '',
  ].join('\n');
}

/** The threads' modules as JavaScript: a worker thread cannot load TypeScript. */
export async function buildThreads() {
  const { default: ts } = await import('typescript');
  for (const [from, names] of Object.entries({ threads: threadFiles(), wasm: ['codes.ts'] }))
    for (const name of names) {
      const source = join(folder, '..', from, name);
      const target = join(dist, from, name.replace(/\.ts$/, '.js'));
      if (age(target) > age(source)) continue;
      const { ESNext } = ts.ModuleKind;
      const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
        compilerOptions: { module: ESNext, target: ts.ScriptTarget.ES2022 },
      });
      writeWhole(target, outputText);
    }
}

const threadFiles = () => readdirSync(join(folder, '..', 'threads')).filter((name) => name.endsWith('.ts'));

/**
 * Renamed when whole: another process may be reading the file.
 * @param {string} target
 * @param {string | Uint8Array} contents
 */
function writeWhole(target, contents) {
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, target);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildKernels();
