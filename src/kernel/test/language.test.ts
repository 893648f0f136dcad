import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './client.js';
import { type SmallProject, smallProject } from './small-project.js';

let kernel: Client;
let fails: SmallProject['fails'];
beforeAll(async () => {
  ({ kernel, fails } = await smallProject('a project'));
});
afterAll(() => kernel.stop());

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
