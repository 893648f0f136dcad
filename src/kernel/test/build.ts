import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const source = join(root, 'src/kernel');
const built = join(root, '.cache/kernel-test/kernel');

/**
 * Makes JavaScript of src/kernel as it stands (types dropped), so that the tests run the sources and need no build.
 * @returns the path of main.js
 */
export function buildKernel(): string {
  for (const file of readdirSync(source, { recursive: true, withFileTypes: true })) {
    const from = join(file.parentPath, file.name);
    if (
      !file.isFile() ||
      !/(?<!\.d)\.ts$/.test(from) ||
      /^(dist|examples|test|node_modules)\b/.test(relative(source, from))
    )
      continue;
    const to = join(built, relative(source, from)).replace(/\.ts$/, '.js');
    if (existsSync(to) && statSync(to).mtimeMs > statSync(from).mtimeMs) continue;
    const { outputText } = ts.transpileModule(readFileSync(from, 'utf8'), {
      // As .mts: an ES module for sure, in which `import x = require()` becomes a createRequire.
      fileName: from.replace(/\.ts$/, '.mts'),
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, inlineSourceMap: true },
    });
    mkdirSync(dirname(to), { recursive: true });
    // Test files run side by side: none may see half a file.
    const half = `${to}.${process.pid}`;
    writeFileSync(half, outputText);
    renameSync(half, to);
  }
  return join(built, 'main.js');
}
