import { execFileSync } from 'node:child_process';
import { SourceMap } from 'node:module';
import fc from 'fast-check';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stoppableLines } from '../debug/lines.js';
import { murmur2 } from '../debug/murmur.js';
import { ScriptMap } from '../debug/source-map.js';
import type { Content } from './client.js';
import { DebugClient } from './debug-client.js';
import { findPython } from './python.js';

const TEXTS = ['', 'a', 'ab', 'abc', 'abcd', 'const a = 1;\na', 'größer: 東京 🙂', 'x'.repeat(1001)];

describe('the hash that JupyterLab names a cell by', () => {
  // Made by ipykernel 7.4's murmur2_x86 with its seed, 0xc70f6907.
  test.each([
    ['', 3990065800],
    ['const a = 1;\na', 677432125],
  ])('%j', (text, hash) => {
    expect(murmur2(text, 0xc70f6907)).toBe(hash);
  });

  test.skipIf(!findPython())('as ipykernel has it', () => {
    const code =
      'import json,sys; from ipykernel.compiler import murmur2_x86 as m; print(json.dumps([m(t, 0xc70f6907) for t in json.load(sys.stdin)]))';
    const answer = execFileSync(findPython()!, ['-c', code], { input: JSON.stringify(TEXTS), encoding: 'utf8' });
    expect(TEXTS.map((text) => murmur2(text, 0xc70f6907))).toEqual(JSON.parse(answer));
  });
});

describe('source maps', () => {
  const text = 'const a: number = 1;\n\nfunction f(x: number): number {\n  return x +\n    a;\n}\n  f(2);\n';
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName: 'a.ts',
    compilerOptions: { target: ts.ScriptTarget.ES2022, sourceMap: true },
  });
  const raw = JSON.parse(sourceMapText!);

  test('every place leads where Node’s own reader leads', () => {
    const ours = new ScriptMap(raw, 'file:///a/b.js');
    const theirs = new SourceMap(raw);
    const lines = outputText.split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 2), fc.nat(40), (line, column) => {
        const found = ours.original({ line, column });
        const entry = theirs.findEntry(line, column) as { generatedLine: number; originalLine: number; originalColumn: number }; // biome-ignore format: one line
        // Node's reader takes an earlier line's place where a line has none.
        if (entry.generatedLine !== line) expect(found).toBeUndefined();
        else expect(found).toMatchObject({ line: entry.originalLine, column: entry.originalColumn });
      }),
    );
  });

  test('a line leads to its JavaScript, a line without any to the next', () => {
    const map = new ScriptMap(raw, 'file:///a/b.js');
    const lines = outputText.split('\n');
    const at = (line: number): string | undefined => {
      const place = map.generated(0, line - 1);
      return place && lines[place.line]!.slice(place.column);
    };
    expect(at(1)).toBe('const a = 1;');
    expect(at(2)).toBe(at(3));
    expect(at(4)).toBe('return x +');
    expect(at(7)).toBe('f(2);');
    expect(at(9)).toBeUndefined();
    expect(map.sources).toEqual(['/a/a.ts']);
  });

  test('lines to stop at', () => {
    expect(stoppableLines(text, [1, 2, 4, 5, 6, 7, 8])).toEqual([1, 3, 4, 5, 7, 7, undefined]);
    expect(stoppableLines('type A = {\n a: 1 };\nimport x from "y";\nx()', [1])).toEqual([4]);
  });
});

describe('values', () => {
  let debug: DebugClient;
  let variables: Content[];
  const code = `class Point { x = 1; get far() { return 9; } }
const point = new Point(), big = new Float64Array(1000), long = Array.from({ length: 250 }, (_, i) => ({ i }));
const map = new Map([['a', { b: 1 }]]), set = new Set([1]), text = 'it\\'s', date = new Date(0), none = null;
const error = new RangeError('no'), big2 = 10n, symbol = Symbol('s'), wide = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [\`k\${i}\`, i]));
const hostile = new Proxy({}, { get() { throw new Error('hands off'); }, ownKeys() { throw new Error('hands off'); } });
void 0`;
  beforeAll(async () => {
    debug = await DebugClient.start();
    await debug.attach();
    await debug.kernel.value(code);
    variables = (await debug.request('inspectVariables')).variables;
  });
  afterAll(() => debug.kernel.stop());
  const variable = (name: string): Content => variables.find((v) => v.name === name);
  const parts = async (name: string, range?: object): Promise<Record<string, string>> =>
    Object.fromEntries((await debug.parts(variable(name).variablesReference, range)).map((p) => [p.name, p.value]));

  test('in one line each', () => {
    const shown = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
    expect(shown).toMatchObject({
      point: 'Point {x: 1}',
      map: "Map(1) {'a' => Object}",
      set: 'Set(1) {1}',
      text: `"it's"`,
      none: 'null',
      error: 'RangeError: no',
      big2: '10n',
      symbol: 'Symbol(s)',
    });
    expect(shown.date).toContain('1970');
    expect(shown.big).toMatch(/^Float64Array\(1000\) \[0, 0/);
    expect(shown.big!.length).toBeLessThan(300);
  });

  test('their parts: of long lists and wide objects the first ones, or those that are asked for', async () => {
    expect(await parts('point')).toEqual({ x: '1' });
    expect(variable('long').indexedVariables).toBe(250);
    const first = await parts('long');
    expect(Object.keys(first).length).toBe(101);
    expect([first[99], first['…']]).toEqual(['{i: 99}', '150 more']);
    expect(Object.keys(await parts('long', { start: 240, count: 100 }))).toEqual(
      Array.from({ length: 10 }, (_, i) => String(240 + i)),
    );
    expect((await parts('wide'))['…']).toBe('200 more');
    expect(Object.keys(await parts('set'))).toEqual(['0']);
    expect(variable('text').variablesReference).toBe(0);
  });

  test('a proxy is looked at without asking it', async () => {
    expect(variable('hostile').value).toContain('Proxy');
    await parts('hostile');
    expect(await debug.kernel.value('point.x')).toBe('1');
  });

  test('as a cell would show them', async () => {
    const rich = async (variableName: string): Promise<Content> =>
      debug.response('richInspectVariables', { variableName });
    expect((await rich('map')).body.data['text/plain']).toBe("Map(1) { 'a' => { b: 1 } }");
    await debug.kernel.value('const page = { "text/html": "<b>1</b>" };');
    expect((await rich('page')).body.data['text/html']).toBe('<b>1</b>');
    expect(await rich('nowhere')).toMatchObject({ success: false, message: expect.stringContaining('nowhere') });
  });

  test('expressions in a frame: TypeScript, names of earlier cells, assignments', async () => {
    await debug.kernel.value('let tries = 1;');
    const cell = 'const inner = 2;\ninner';
    await debug.breakpoints(cell, 2);
    const id = debug.kernel.submit(cell);
    await debug.event('stopped');
    const value = async (expression: string): Promise<string> =>
      (await debug.request('evaluate', { expression, frameId: 0, context: 'repl' })).result;
    expect(await value('(inner as number) + point.x')).toBe('3');
    expect(await value('{ inner, tries }')).toBe('{inner: 2, tries: 1}');
    expect(await value('tries = 5')).toBe('5');
    expect(await debug.response('evaluate', { expression: 'inner.nothing.more', frameId: 0 })).toMatchObject({
      success: false,
      message: expect.stringContaining('TypeError'),
    });
    await debug.request('continue');
    await debug.kernel.outcome(id);
    expect(await debug.kernel.value('tries')).toBe('5');
    expect(await debug.kernel.value('"tries" in globalThis')).toBe('false');
  });
});
