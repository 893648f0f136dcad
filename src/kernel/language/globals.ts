import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const home = dirname(createRequire(import.meta.url).resolve('typescript-kernel/package.json'));

/**
 * What every cell has beside JavaScript's, Node's and the browser's globals, as TypeScript declares it: `globals.d.ts` of the
 * package, which VS Code reads too. Completion and inspection show its comments; `user/globals.ts` gives the values.
 */
export const GLOBALS = readFileSync(join(home, 'globals.d.ts'), 'utf8');
