import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './build.js';
import { Client } from './client.js';

/** A small project of its own, built nowhere: its package's name and `../src/*` lead to the sources. */
const project = join(root, '.cache/kernel-test/a project');
let kernel: Client;

function write(path: string, text: string, later = 0): void {
  const file = join(project, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  // Two writes within a tick of the disk's clock are two versions all the same.
  const now = Date.now() / 1000 + Math.random() * 100 + later;
  utimesSync(file, now, now);
}

beforeAll(async () => {
  rmSync(project, { recursive: true, force: true });
  write(
    'package.json',
    JSON.stringify({
      name: 'small',
      type: 'module',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    }),
  );
  write(
    'tsconfig.json',
    '{ // built files have a place, though none are there\n "compilerOptions": { "rootDir": "src", "outDir": "dist", } }',
  );
  write('src/index.ts', "export { shift, fail } from './shift.js';\nexport type { Shift } from './types.js';\n");
  write('src/types.ts', 'export interface Shift { by: number }\n');
  write('src/step.ts', 'export const step: number = 1;\nexport const where: string = import.meta.url;\n');
  write(
    'src/shift.ts',
    `import { step } from './step.js';
import type { Shift } from './types.js';
/** Moves a number along. */
export function shift(n: number, o: Shift = { by: step }): number {
  return n + o.by;
}
export function fail(): never {
  throw new RangeError('far out');
}
`,
  );
  write('notebooks/data.json', '{"answer": 42}');
  kernel = await Client.start({ cwd: join(project, 'notebooks') });
});
afterAll(() => kernel.stop());

async function fails(code: string): Promise<{ ename: string; evalue: string; traceback: string }> {
  const { reply } = await kernel.execute(code);
  expect(reply.status).toBe('error');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return { ...reply, traceback: reply.traceback.join('\n').replace(/\x1b\[\d+m/g, '') };
}

describe('values', () => {
  test('the last expression is the result', async () => {
    expect(await kernel.value('const a = 20; a + 22')).toBe('42');
    expect(await kernel.value('a * 2;')).toBe('40');
    expect(await kernel.value('undefined')).toBeUndefined();
    expect(await kernel.value('const b = 1')).toBeUndefined();
    expect(await kernel.value('"text"')).toBe("'text'");
    expect(await kernel.value('null')).toBe('null');
    expect(await kernel.value('Promise.resolve(1)')).toBe('Promise { 1 }');
  });

  test('await, for await and using at the top of a cell', async () => {
    expect(await kernel.value('await Promise.resolve(7)')).toBe('7');
    expect(await kernel.value('let sum = 0; for await (const n of [1, 2, 3]) sum += n; sum')).toBe('6');
    await expect(fails('await Promise.reject(new TypeError("no"))')).resolves.toMatchObject({
      ename: 'TypeError',
      evalue: 'no',
    });
  });
});

describe('names carried from cell to cell', () => {
  test('a let is one variable, seen and changed by all cells and their functions', async () => {
    await kernel.value('let count = 1; function increment() { count += 1; return count; }');
    expect(await kernel.value('increment(); count')).toBe('2');
    expect(await kernel.value('count = 10; count++; increment()')).toBe('12');
    expect(await kernel.value('({ count })')).toBe('{ count: 12 }');
    expect(await kernel.value('[count] = [3]; ({ count = 5 } = { count: 4 }); count')).toBe('4');
  });

  test('shadowing in an inner scope is left alone', async () => {
    expect(await kernel.value('((count: number) => { const o = { count }; return o.count; })(99)')).toBe('99');
  });

  test('const keeps its literal type, and widens as in one file', async () => {
    await kernel.value('const size = 800');
    expect(await kernel.value('let n = size; n += 1; n')).toBe('801');
    expect(await kernel.value('const exactly: 800 = size; exactly')).toBe('800');
  });

  test('classes, enums, interfaces, generics, namespaces', async () => {
    await kernel.value(
      'class Animal<T> { constructor(readonly name: T) {} }\nenum Colour { Red = 1, Blue }\ninterface Point { x: number }\ntype Pair<T> = [T, T];\nnamespace Deep { export const value = 5 }',
    );
    await kernel.value('class Dog extends Animal<string> { bark() { return this.name + "!"; } }');
    expect(await kernel.value('new Dog("Rex").bark() + Colour.Blue + Deep.value')).toBe("'Rex!25'");
    expect(await kernel.value('const p: Point = { x: 1 }; const pair: Pair<number> = [p.x, 2]; pair')).toBe('[ 1, 2 ]');
    expect(await kernel.value('const enum Flag { On = 7 }')).toBeUndefined();
    expect(await kernel.value('Flag.On')).toBe('7');
  });

  test('a name declared again, with another type', async () => {
    for (const code of ['const again = 1', 'let again = "two"', 'class again {}', 'function again() { return 4; }'])
      await kernel.value(code);
    expect(await kernel.value('again()')).toBe('4');
    expect(await kernel.value('const again = 5; again')).toBe('5');
  });

  test('export is allowed, as in a module', async () => {
    expect(
      await kernel.value('export const exported = 1;\nexport function given() { return exported; }'),
    ).toBeUndefined();
    expect(await kernel.value('given()')).toBe('1');
  });

  test('a cell that fails halfway leaves the names it did not reach as they were', async () => {
    await kernel.value('const kept = "old"');
    await fails('const reached = 1; throw new Error("stop"); const kept = 2;');
    expect(await kernel.value('kept.length + reached')).toBe('4');
  });

  test('a cell that does not compile changes nothing', async () => {
    await kernel.value('const solid = 1');
    await fails('const solid: string = 2');
    expect(await kernel.value('solid + 1')).toBe('2');
  });

  test('declare global stays', async () => {
    await kernel.value(
      'declare global { interface Array<T> { second(): T } }\nArray.prototype.second = function () { return this[1]; };',
    );
    expect(await kernel.value('[1, 2].second()')).toBe('2');
  });

  test('%reset forgets', async () => {
    await kernel.value('const forgotten = 1');
    await kernel.value('%reset');
    expect((await fails('forgotten')).evalue).toContain("Cannot find name 'forgotten'");
    expect((await fails('%nothing')).evalue).toContain('%reload');
  });
});

describe('imports', () => {
  test("sources by path and by the package's name are one module, typed", async () => {
    expect(await kernel.value("import { shift } from '../src/shift';\nshift(1)")).toBe('2');
    expect(await kernel.value("import * as small from 'small';\nsmall.shift === shift")).toBe('true');
    expect((await fails('shift("one")')).traceback).toContain(
      "Argument of type 'string' is not assignable to parameter of type 'number'",
    );
    expect(await kernel.value("import type { Shift } from 'small';\nconst by: Shift = { by: 5 }; shift(1, by)")).toBe(
      '6',
    );
  });

  test('a module knows the place that it will be built to', async () => {
    expect(await kernel.value("const { where } = await import('../src/step'); where.endsWith('/dist/step.js')")).toBe(
      'true',
    );
  });

  test('an edited source is seen by the next cell, also by those who import it', async () => {
    write('src/step.ts', 'export const step: number = 100;\n');
    expect(await kernel.value('shift(1)')).toBe('101');
    expect(await kernel.value('small.shift(1)')).toBe('101');
    write(
      'src/shift.ts',
      'export function shift(n: string) { return n + "!"; }\nexport function fail(): never {\n\n  throw new RangeError("far out");\n}\n',
    );
    expect(await kernel.value('shift("one")')).toBe("'one!'");
    await kernel.value('%reload');
    expect(await kernel.value('shift("two")')).toBe("'two!'");
  });

  test('a built module is used as built until its source is edited; types likewise', async () => {
    write(
      'src/made.ts',
      'import { helper } from "./helper.js";\nexport class Made { private secret = 1; say(): string { return helper(this); } }\n',
    );
    write(
      'src/helper.ts',
      'import type { Made } from "./made.js";\nexport const helper = (made: Made): string => `source`;\n',
    );
    write(
      'dist/made.js',
      'import { helper } from "./helper.js";\nexport class Made { say() { return helper(this); } }\n',
      1000,
    );
    write('dist/made.d.ts', 'export declare class Made { private secret; say(): string; }\n', 1000);
    write('dist/helper.js', 'export const helper = () => "built";\n', 1000);
    write(
      'dist/helper.d.ts',
      'import type { Made } from "./made.js";\nexport declare const helper: (made: Made) => string;\n',
      1000,
    );
    expect(
      await kernel.value(
        "import { Made } from '../src/made';\nimport { helper } from '../src/helper';\nhelper(new Made())",
      ),
    ).toBe("'built'");
    write(
      'src/helper.ts',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a file, which a cell imports
      'import type { Made } from "./made.js";\nexport const helper = (made: Made, n = 1): string => `edited ${n}`;\n',
      2000,
    );
    expect(await kernel.value('helper(new Made(), 2) + new Made().say()')).toBe("'edited 2edited 1'");
  });

  test('a source with a syntax error is named with its line', async () => {
    write('src/broken.ts', 'export const a = 1;\nexport const = 2;\n');
    expect((await fails("import { a } from '../src/broken'; a")).traceback).toMatch(/src\/broken\.ts/);
  });

  test('JSON, packages of ES modules, of CommonJS, and Node', async () => {
    expect(await kernel.value("import data from './data.json';\ndata.answer")).toBe('42');
    expect(await kernel.value("import pureRand from 'pure-rand/package.json';\npureRand.name")).toBe("'pure-rand'");
    expect(await kernel.value("import { kmeans } from 'ml-kmeans';\ntypeof kmeans")).toBe("'function'");
    expect(await kernel.value("import ts, { version } from 'typescript';\nversion === ts.version")).toBe('true');
    expect(await kernel.value("import { basename } from 'node:path';\nbasename('/a/b')")).toBe("'b'");
    expect(await kernel.value("import 'node:fs'; typeof require('node:os').cpus")).toBe("'function'");
  });

  test('what is not there is an error of the cell', async () => {
    expect((await fails("import { nothing } from '../src/shift'")).evalue).toContain('no exported member');
    expect((await fails("import x from 'no-such-package'")).evalue).toContain("Cannot find module 'no-such-package'");
  });
});

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
    expect(traceback).toMatch(/at fail \(src\/shift\.ts:4:9\)/);
    expect(traceback).toMatch(/at outer \(In\[\d+\]:5:\d\)/);
    expect(traceback).toMatch(/at In\[\d+\]:2:1/);
    expect(traceback).toMatch(/> 4 \| {3}throw new RangeError\("far out"\);/);
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
