import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { root } from './build.js';

const kernel = join(root, 'src/kernel');
const files = readdirSync(kernel, { recursive: true, withFileTypes: true })
  .filter((f) => f.isFile() && f.name.endsWith('.ts'))
  .map((f) => join(f.parentPath, f.name))
  .filter((f) => !/^(dist|examples|test|node_modules)\b/.test(relative(kernel, f)));

const imports = (file: string): string[] =>
  ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.map((f) => f.fileName);

describe('the kernel stands alone', () => {
  test.each(files.map((f) => [relative(kernel, f), f]))('%s', (_, file) => {
    for (const name of imports(file)) {
      if (name.startsWith('.')) expect(relative(kernel, resolve(file, '..', name))).not.toMatch(/^\.\./);
      else expect(['typescript', 'zeromq', ...builtinModules.map((m) => `node:${m}`)]).toContain(name);
    }
  });

  // Imported as an ES module, TypeScript's nine megabytes are read for the names of their exports: 0.4 s a start.
  test('TypeScript comes by require', () => {
    const values = files.flatMap((f) => readFileSync(f, 'utf8').match(/^import .*'typescript'.*$/gm) ?? []);
    expect(values.length).toBeGreaterThan(10);
    for (const line of values)
      expect(line).toMatch(/^import (type ts from 'typescript'|ts = require\('typescript'\));$/);
  });

  // The files of TypeScript and ZeroMQ are for the worker: loaded in the main thread they would slow down every start.
  test('the main thread loads neither TypeScript nor ZeroMQ', () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(file, 'utf8').replace(/^import type .*$/gm, '');
      for (const { fileName } of ts.preProcessFile(text).importedFiles) {
        expect(fileName).not.toMatch(/^(typescript|zeromq)$/);
        if (fileName.startsWith('.')) visit(resolve(file, '..', fileName.replace(/\.js$/, '.ts')));
      }
    };
    visit(join(kernel, 'main.ts'));
    expect(seen.size).toBeGreaterThan(10);
  });
});
