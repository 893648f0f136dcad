import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './client.js';

let kernel: Client;
beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

describe('help for the writer', () => {
  const complete = async (code: string, cursor_pos = [...code].length) =>
    kernel.request('complete_request', { code, cursor_pos });
  const inspect = async (code: string, cursor_pos = [...code].length) =>
    (await kernel.request('inspect_request', { code, cursor_pos, detail_level: 0 })).data['text/plain'];

  test('completion: members, names of earlier cells, unfinished code, kinds', async () => {
    await kernel.value(
      'interface Seeds { precision: number; recall: number }\nconst seeds: Seeds = { precision: 1, recall: 0.5 }; function seedTheField() {}',
    );
    expect(await complete('seeds.')).toMatchObject({
      matches: ['precision', 'recall'],
      cursor_start: 6,
      cursor_end: 6,
    });
    const names = await complete('if (true) { [1].map((x) => seed');
    expect(names.matches).toEqual(expect.arrayContaining(['seeds', 'seedTheField']));
    expect(names).toMatchObject({ cursor_start: 27, cursor_end: 31 });
    expect(names.metadata._jupyter_types_experimental).toEqual(
      expect.arrayContaining([{ text: 'seedTheField', type: 'function', start: 27, end: 31 }]),
    );
  });

  test('completion counts characters, not UTF-16 units', async () => {
    expect(await complete('"😀😀"; seeds.pre')).toMatchObject({
      matches: ['precision'],
      cursor_start: 12,
      cursor_end: 15,
    });
  });

  test('completion of module names and of their exports', async () => {
    expect((await complete("import fs from 'node:f")).matches).toContain('node:fs');
    const code = "import {  } from 'node:path'";
    expect((await complete(code, 9)).matches).toContain('basename');
  });

  test('inspection: type and documentation; signatures between parentheses', async () => {
    await kernel.value(
      '/**\n * Adds.\n * @param a the first\n */\nfunction add(a: number, b = 2): number { return a + b; }',
    );
    expect(await inspect('add', 1)).toMatch(/function add\(a: number, b\?: number\): number\n\nAdds\./);
    expect(await inspect('add(')).toMatch(/add\(a: number, b\?: number\): number[\s\S]*a: the first/);
    expect(await inspect('display', 3)).toContain('Shows a value under the cell');
    expect((await kernel.request('inspect_request', { code: '   ', cursor_pos: 1 })).found).toBe(false);
  });

  test('documentation of libraries, read when it is asked for', async () => {
    expect(await inspect('Math.max', 6)).toContain('larger of a set of supplied numeric expressions');
    await kernel.value("import { readFileSync as read } from 'node:fs'; typeof read");
    expect(await inspect('read', 2)).toContain('Returns the contents of the `path`.');
    expect(await inspect('read(')).toContain('Returns the contents of the `path`.');
    await kernel.value(
      '/** Of ours. */ class Ours {\n/** A member. */\nsize = 1; }\nconst ours = new Ours(); typeof ours',
    );
    expect(await inspect('ours.size', 7)).toContain('A member.');
  });

  test.each([
    ['complete', 'const x = 1'],
    ['complete', 'for (;;) {}'],
    ['incomplete', 'function f() {'],
    ['incomplete', 'const x ='],
    ['incomplete', 'f(1,'],
    ['incomplete', '`template'],
    ['incomplete', '/* comment'],
    ['invalid', 'const = 1'],
    ['invalid', 'foo bar baz'],
    ['invalid', ')'],
    ['unknown', '%reload'],
  ])('is_complete: %s for %s', async (status, code) => {
    expect((await kernel.request('is_complete_request', { code })).status).toBe(status);
  });

  test('inspection of names outside ASCII, of earlier cells as well', async () => {
    await kernel.value('const größe = 5; const 变量 = "v"; const 𝑥 = true;');
    for (const [code, at, told] of [
      ['größe', 1, 'const größe: 5'],
      ['变量', 2, 'const 变量: "v"'],
      ['𝑥', 1, 'const 𝑥: true'],
      ['"😀"; 𝑥', 7, 'const 𝑥: true'],
    ] as const)
      expect(await inspect(code, at)).toBe(told);
    expect(await complete('𝑥')).toMatchObject({ matches: ['𝑥'], cursor_start: 0, cursor_end: 1 });
    expect((await complete('grö')).matches).toEqual(['größe']);
  });

  test('completion of commands, at the head of a cell only', async () => {
    expect(await complete('%re')).toMatchObject({
      matches: ['%reload', '%reset', '%reactive'],
      cursor_start: 0,
      cursor_end: 3,
    });
    expect(await complete('%reset\n\n%he')).toMatchObject({ matches: ['%help'], cursor_start: 8, cursor_end: 11 });
    expect((await complete('const n = 1;\n%re')).matches).not.toContain('%reload');
  });

  test("IPython's help and shell: the one is answered, the other gets a word", async () => {
    await kernel.value('/** Doubles. */\nfunction twice(n: number): number { return 2 * n; }');
    for (const code of ['twice?', '?twice', 'twice??'])
      expect((await kernel.execute(code)).stream('stdout')).toBe('function twice(n: number): number\n\nDoubles.\n');
    expect((await kernel.execute('nowhere?')).stream('stdout')).toBe('Nothing is known of nowhere.\n');
    for (const code of ['!ls', '!ls -la *.ts', '!npm install x', '!./run.sh'])
      expect((await kernel.execute(code)).reply.evalue).toContain(`execSync("${code.slice(1)}"`);
    expect(await kernel.value('!true')).toBe('false');
    expect((await kernel.execute('!twice("a")')).reply.evalue).not.toContain('execSync');
  });

  test('code that is very long, or nested deep, is answered at once', async () => {
    const long = `const long = [${'{ a: 1, b: "x" },'.repeat(600_000)}];`;
    const begun = performance.now();
    expect((await complete(`${long}\nMath.`)).matches).toEqual([]);
    expect(await inspect(long, 8)).toContain('not looked into');
    expect((await kernel.request('is_complete_request', { code: long })).status).toBe('unknown');
    expect((await complete(`(globalThis as any)${'.a'.repeat(90_000)}`)).matches).toEqual([]);
    for (const deep of ['('.repeat(50_000), `1${' + 1'.repeat(60_000)}`])
      expect((await kernel.request('is_complete_request', { code: deep })).status).toMatch(/unknown|complete/);
    expect(await kernel.heartbeat()).toBe('ping');
    expect(await complete('Math.lo')).toMatchObject({ matches: expect.arrayContaining(['log']) });
    // Not a measure: without bounds this takes minutes.
    expect(performance.now() - begun).toBeLessThan(60_000);
    const { reply } = await kernel.execute(`1${' + 1'.repeat(100_000)}`);
    expect(reply).toMatchObject({ ename: 'CompilerError', evalue: expect.stringContaining('nested too deep') });
    expect(await kernel.value('40 + 2')).toBe('42');
  });

  test('history of the session', async () => {
    await kernel.value('"for the history"');
    const { history } = await kernel.request('history_request', {
      hist_access_type: 'tail',
      n: 1,
      output: true,
      raw: true,
    });
    expect(history).toEqual([[1, expect.any(Number), ['"for the history"', "'for the history'"]]]);
    const found = await kernel.request('history_request', {
      hist_access_type: 'search',
      pattern: '*for the hist*',
      n: 5,
    });
    expect(found.history).toHaveLength(1);
  });
});
