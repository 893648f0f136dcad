#!/usr/bin/env node
// The command of the package. It is not built, so that npm has a file to link to before the first build.
import { existsSync } from 'node:fs';

const cli = new URL('./dist/cli.js', import.meta.url);
if (existsSync(cli)) await import(cli.href);
else {
  process.stderr.write('typescript-kernel: not built yet. In the repository: npm run build\n');
  process.exitCode = 1;
}
