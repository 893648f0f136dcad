import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts = require('typescript');

import { type Bundle, bundle } from './bundle.js';

/** TypeScript's own declarations that cells are compiled with. */
export const LIBRARIES = [
  'lib.es2023.d.ts',
  'lib.esnext.disposable.d.ts',
  'lib.decorators.d.ts',
  'lib.decorators.legacy.d.ts',
];

/** TypeScript's libraries as one file, Node's types as another. */
export function declarations(cwd: string): Bundle & { forget(): void } {
  const folder = dirname(ts.getDefaultLibFilePath({}));
  const libraries = bundle(
    LIBRARIES.map((name) => join(folder, name)),
    folder,
    ts.sys.readFile,
  );
  const ofNode = (): Bundle | undefined => {
    const types = nodeTypes(cwd) ?? nodeTypes();
    return types === undefined ? undefined : bundle([types], folder, ts.sys.readFile, libraries);
  };
  let node = ofNode();
  return {
    text: (file) => libraries.text(file) ?? node?.text(file),
    forget: () => {
      node = ofNode();
    },
  };
}

/** Node's types, as a project finds them (or, without one, the kernel). */
function nodeTypes(cwd?: string): string | undefined {
  const from = cwd === undefined ? fileURLToPath(import.meta.url) : join(cwd, '__cell.ts');
  return ts.resolveTypeReferenceDirective('node', from, {}, ts.sys).resolvedTypeReferenceDirective?.resolvedFileName;
}

/** Where Node's types lie when the project has none of its own: those that came with the kernel. */
export function typeRoot(cwd: string): string | undefined {
  if (nodeTypes(cwd)) return undefined;
  const file = nodeTypes();
  return file && dirname(dirname(file));
}
