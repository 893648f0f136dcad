import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..');
const { makeReference } = await import(pathToFileURL(join(root, 'src', 'setup', 'reference.mjs')).href);

const folder = mkdtempSync(join(tmpdir(), 'psqe reference '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const page = (...parts: string[]) => readFileSync(join(folder, ...parts), 'utf8');

describe('the reference', () => {
  // It fails on any warning: a type that a public name needs and no list has, a link to nowhere.
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'src', 'setup', 'build.mjs')], { stdio: 'pipe' });
    await makeReference(folder);
  }, 300_000);

  test('has a page for the root and for each subpath, and one for each of their names', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const modules = Object.keys(exports).filter((path) => !['./package.json', './dist/*'].includes(path));
    const pages = modules.map((path) => `${path.replace('.', 'psqe').replace('/', '_')}.html`);
    expect(readdirSync(join(folder, 'modules')).sort()).toEqual(pages.sort());
    expect(page('functions', 'psqe.psqe.html')).toContain('PsqeOptions');
  });

  test('tells the options of a verb with their words and defaults', () => {
    expect(page('functions', 'psqe.pivotSeeds.html')).toContain('interfaces/psqe_seeds.PivotOptions.html');
    const options = page('interfaces', 'psqe_seeds.PivotOptions.html');
    expect(options).toContain('Number of seeds (800).');
    expect(options).toContain('Neighbours in the hubness correction, CSLS; 0: none (0).');
  });

  test('names the errors of a verb, and says in lists what each name is', () => {
    expect(page('functions', 'psqe.psqe.html')).toMatch(/\{OptionError\}<\/span><p>for unknown or bad options/);
    expect(page('index.html')).toContain('<p>PSQE: align two multimodal knowledge graphs without labels.</p>');
    expect(page('modules', 'psqe.html')).toContain('<p>Two graphs to align and nothing else');
  });

  test('needs no network', () => {
    expect(page('index.html')).not.toMatch(/(src|href)="https?:/);
  });
});
