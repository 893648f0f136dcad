import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './client.js';
import { type SmallProject, smallProject } from './small-project.js';

let kernel: Client;
let fails: SmallProject['fails'];
beforeAll(async () => {
  ({ kernel, fails } = await smallProject('a project with errors'));
});
afterAll(() => kernel.stop());

describe('errors', () => {
  test('a type error names line and column, shows the code, and nothing runs', async () => {
    const { ename, evalue, traceback } = await fails('globalThis.ran = 1;\nconst n: number = "text";\n');
    expect(ename).toBe('TypeScriptError');
    expect(evalue).toMatch(/^TS/);
    expect(traceback).toMatch(/In\[\d+\]:2:7 TS2322: Type 'string' is not assignable to type 'number'/);
    expect(traceback).toMatch(/> 2 \| const n: number = "text";\n {4}\| {7}\^/);
    expect(await kernel.value('(globalThis as any).ran')).toBeUndefined();
  });

  test('a syntax error', async () => {
    const { ename, traceback } = await fails('const x = 1;\nif (x {\n');
    expect(ename).toBe('SyntaxError');
    expect(traceback).toMatch(/In\[\d+\]:2:7/);
  });

  test('a run-time error is led back to the lines of cells and sources', async () => {
    await kernel.value(
      "import { fail } from 'small';\nfunction outer() {\n  // a comment that the compiler drops\n  interface Dropped { a: number }\n  fail();\n}",
    );
    const { ename, evalue, traceback } = await fails('// first line\nouter();');
    expect({ ename, evalue }).toEqual({ ename: 'RangeError', evalue: 'far out' });
    expect(traceback).toMatch(/at fail \(src\/shift\.ts:8:9\)/);
    expect(traceback).toMatch(/at outer \(In\[\d+\]:5:\d\)/);
    expect(traceback).toMatch(/at In\[\d+\]:2:1/);
    expect(traceback).toMatch(/> 8 \| {3}throw new RangeError\('far out'\);/);
    expect(traceback).not.toContain('kernel/');
    expect(traceback).not.toContain('node:');
  });

  test('an error late in a long cell still knows its line, when memory was collected meanwhile', async () => {
    const { traceback } = await fails(
      [
        'const late = async () => {',
        '  const kept: number[][] = [];',
        '  for (let i = 0; i < 3000; i++) {',
        '    kept[i % 50] = new Array(1e5).fill(i);',
        '    if (i % 100 === 0) await new Promise((r) => setTimeout(r, 1));',
        '  }',
        "  throw new Error('late');",
        '};',
        'await late();',
      ].join('\n'),
    );
    expect(traceback).toMatch(/> 7 \| {3}throw new Error\('late'\);/);
    expect(traceback).toMatch(/at late \(In\[\d+\]:7:9\)/);
    expect(traceback).toMatch(/at In\[\d+\]:9:1/);
    expect(traceback).not.toContain('__cell');
  });

  test('names that no cell has defined come first, with what to do; what follows from them is only counted', async () => {
    const { ename, evalue, traceback } = await fails(
      'const rows = notYet.map((row) => row.name);\nconst n: number = "text";',
    );
    expect(ename).toBe('TypeScriptError');
    const hint = 'No cell that has run defines it: run the cells above first, or import it.';
    expect(evalue).toBe(`TS2304: Cannot find name 'notYet'. ${hint}`);
    expect(traceback).toMatch(/In\[\d+\]:1:14 TS2304: Cannot find name 'notYet'/);
    expect(traceback).not.toContain('TS2322');
    expect(traceback).toMatch(/… and \d more error/);
    expect(traceback.endsWith(hint)).toBe(true);
  });

  test('an error of a class of its own shows the line of the cell, not the line that threw it', async () => {
    await kernel.value(
      "import { fail } from 'small';\nclass Refusal extends Error { override name = 'Refusal'; }\n" +
        'function refuse() {\n  try { fail(); } catch (cause) { throw new Refusal("no", { cause }); }\n}',
    );
    const { ename, traceback } = await fails('// first line\nrefuse();');
    expect(ename).toBe('Refusal');
    const [own, cause] = traceback.split('caused by');
    expect(own).toContain('throw new Refusal');
    expect(own).not.toContain('throw new RangeError');
    expect(cause).toContain('throw new RangeError');
  });

  test('causes, aggregates and things that are no errors', async () => {
    expect((await fails('throw new Error("outer", { cause: new TypeError("inner") })')).traceback).toMatch(
      /caused by TypeError: inner/,
    );
    expect(
      (await fails('await Promise.any([Promise.reject(new Error("a")), Promise.reject(new Error("b"))])')).traceback,
    ).toMatch(/one of them: Error: b/);
    expect(await fails('throw "a text"')).toMatchObject({ ename: 'Thrown', evalue: 'a text' });
    expect(await fails('throw null')).toMatchObject({ evalue: 'null' });
    expect(await fails('throw { get message() { throw 1 }, stack: 3 }')).toMatchObject({ ename: 'Object' });
  });

  test('an error that nobody catches is printed and the session lives', async () => {
    const id = kernel.submit(
      'setTimeout(() => { throw new Error("late one") }, 1); Promise.reject(new Error("unhandled one"));',
    );
    await kernel.until(() =>
      kernel
        .outputsOf(id)
        .map((m) => m.content.text)
        .join('')
        .match(/late one[\s\S]*|unhandled one/g)
        ?.join('')
        .includes('late one'),
    );
    expect(await kernel.value('1 + 1')).toBe('2');
  });
});
