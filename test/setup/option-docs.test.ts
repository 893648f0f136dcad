import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'psqe-option-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const declaration = `export declare const verbOptions: import("../base/options.js").OptionSet<import("../base/options.js").OptionsFrom<{
    k: import("../base/options.js").Option<number>;
}>>;
`;

function described(words: string, exported = true): string {
  mkdirSync(join(folder, 'verbs'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'verbs', 'verb.js'),
    `${exported ? 'export ' : ''}const verbOptions = { fields: { k: { words: '${words}', fallback: 800 } } };`,
  );
  execFileSync(process.execPath, [join(root, 'src', 'setup', 'option-docs.mjs'), folder], { stdio: 'pipe' });
  return readFileSync(join(folder, 'verbs', 'verb.d.ts'), 'utf8');
}

test('words and default stand above each option of a declaration, once, and follow the source', () => {
  mkdirSync(join(folder, 'verbs'), { recursive: true });
  writeFileSync(join(folder, 'verbs', 'verb.d.ts'), declaration);
  const first = described('How many');
  expect(first.split('\n').slice(1, 3)).toEqual([
    '    /** How many (800). */',
    '    k: import("../base/options.js").Option<number>;',
  ]);
  expect(described('So many')).toBe(first.replace('How many', 'So many'));
});

test('a set that its module does not export is named', () => {
  writeFileSync(join(folder, 'verbs', 'verb.d.ts'), declaration);
  expect(() => described('How many', false)).toThrow(/verbOptions must be exported.*"k"/);
});

test('the built declarations describe their options', () => {
  const text = readFileSync(join(root, 'dist', 'seeds', 'pivot.d.ts'), 'utf8');
  expect(text).toMatch(/\/\*\* .*\(800\)\. \*\/\n\s+k: /);
});
