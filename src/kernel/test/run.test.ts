import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPercent } from '../run/percent.js';
import { buildKernel } from './build.js';
import { notebook } from './notebook.js';
import { findPython } from './python.js';

/** As jupytext 1.19.6 writes a notebook of these cells (`--to ts:percent`, paired); what it reads is what must be read here. */
const JUPYTEXT = `// ---
// jupyter:
//   jupytext:
//     formats: ipynb,ts:percent
//     text_representation:
//       extension: .ts
//       format_name: percent
//       format_version: '1.3'
//       jupytext_version: 1.19.6
//   kernelspec:
//     display_name: TypeScript
//     language: typescript
//     name: typescript
// ---

// %% [markdown]
// # Title
//
// Some *text*

// %% tags=["parameters"]
let k: number = 2; // help

// %%
// %reload
k + 1

// %%
const s = \`a

b\`;


s

// %% [raw]
// raw

// %%

// %% a title key="a b" deep={"list": [1, "x y"]}
// only a comment

// %%
x?
`;

describe('notebooks as text', () => {
  test("jupytext's percent format is read as jupytext reads it", () => {
    const { cells, formats } = readPercent(JUPYTEXT);
    expect(formats).toBe('ipynb,ts:percent');
    expect(cells.map((c) => [c.cell_type, c.source, c.metadata])).toEqual([
      ['markdown', '# Title\n\nSome *text*', {}],
      ['code', 'let k: number = 2; // help', { tags: ['parameters'] }],
      ['code', '%reload\nk + 1', {}],
      ['code', 'const s = `a\n\nb`;\n\n\ns', {}],
      ['raw', 'raw', {}],
      ['code', '', {}],
      ['code', '// only a comment', { title: 'a title', key: 'a b', deep: { list: [1, 'x y'] } }],
      ['code', 'x?', {}],
    ]);
  });

  test('without a header; text before the first mark is a cell; Windows line ends; other marks', () => {
    const { cells } = readPercent('const a = 1;\r\n\r\n//%% [md] \r\n//hi\r\n// %%%% tags=[broken\r\n2\r\n');
    expect(cells).toEqual([
      { cell_type: 'code', source: 'const a = 1;', metadata: {} },
      { cell_type: 'markdown', source: 'hi', metadata: {} },
      { cell_type: 'code', source: '2', metadata: {} },
    ]);
    expect(readPercent('')).toEqual({ cells: [] });
  });
});

describe('typescript-kernel run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kernel run '));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  const read = (name: string) => JSON.parse(readFileSync(path(name), 'utf8'));
  const run = (...args: string[]) => {
    const cli = buildKernel().replace(/main\.js$/, 'cli.js');
    return spawnSync(process.execPath, [cli, 'run', ...args], { cwd: tmpdir(), encoding: 'utf8' });
  };

  test('a text notebook, in its folder; outputs as Jupyter would write them', () => {
    mkdirSync(path('sub'));
    writeFileSync(path('sub/data.json'), '{"answer": 42}');
    writeFileSync(
      path('sub/small.ts'),
      `// %% [markdown]
// # Small
// %%
import data from './data.json';
for (let i = 0; i < 3; i++) console.log(i);
const bar = display.html('<b>0</b>');
data.answer
// %%
bar.update({ 'text/html': '<b>1</b>' });
// %%
console.log('gone'); display.clear(); console.error('kept');
`,
    );
    const { status, stdout, stderr } = run(path('sub/small.ts'));
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('small.ipynb: 4 cells');
    const written = read('sub/small.ipynb');
    expect(written.cells.map((c: { execution_count?: number }) => c.execution_count)).toEqual([undefined, 1, 2, 3]);
    expect(written.cells[1].outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: '0\n1\n2\n' },
      { output_type: 'display_data', data: { 'text/html': '<b>1</b>', 'text/plain': '1' }, metadata: {} },
      { output_type: 'execute_result', execution_count: 1, data: { 'text/plain': '42' }, metadata: {} },
    ]);
    expect(written.cells[3].outputs).toEqual([{ output_type: 'stream', name: 'stderr', text: 'kept\n' }]);
    expect(readdirSync(path('sub')).sort()).toEqual(['data.json', 'small.ipynb', 'small.ts']);
    if (findPython())
      execFileSync(findPython()!, [
        '-c',
        'import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], 4))',
        path('sub/small.ipynb'),
      ]);
  });

  test('what a run that was killed left goes; what another one writes stays', () => {
    writeFileSync(path('left.ts'), '// %%\n1\n');
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    const names = [`.left.ipynb.${gone}`, `.left.ipynb.${process.pid}`, '.left.ipynb.orig', `.other.ipynb.${gone}`];
    for (const name of names) writeFileSync(path(name), '{');
    expect(run(path('left.ts')).status).toBe(0);
    const stays = [...names.slice(1), 'left.ipynb', 'left.ts'];
    expect(
      readdirSync(folder)
        .filter((name) => /left|other/.test(name))
        .sort(),
    ).toEqual(stays.sort());
    for (const name of stays) rmSync(path(name));
  });

  test('a cell that fails ends the run with its traceback; what there is is written', () => {
    writeFileSync(path('fails.ipynb'), notebook(['1 + 1', 'throw new RangeError("no seeds left")', '3']));
    const { status, stderr } = run(path('fails.ipynb'), '--output', path('failed.ipynb'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/cell 2 failed[\s\S]*RangeError[\s\S]*no seeds left/);
    const outputs = read('failed.ipynb').cells.map((c: { outputs: { output_type: string }[] }) =>
      c.outputs.map((o) => o.output_type),
    );
    expect(outputs).toEqual([['execute_result'], ['error'], []]);
    expect(read('fails.ipynb').cells[0].outputs).toEqual([]);
  });

  test.each([
    [[], 2, 'run takes one notebook'],
    [['a.ts', 'b.ts'], 2, 'run takes one notebook'],
    [['nowhere.ts'], 1, 'nowhere.ts: no such file'],
    [['package.json'], 1, 'a notebook is called .ts or .ipynb'],
    [['broken.ipynb'], 1, 'not a notebook of nbformat 4'],
  ])('%j is refused', (args, code, why) => {
    writeFileSync(path('package.json'), '{}');
    writeFileSync(path('broken.ipynb'), '{"cells": 5}');
    const { status, stderr } = run(...args.map(path));
    expect(stderr).toContain(why);
    expect(status).toBe(code);
  });
});
