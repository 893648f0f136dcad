import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './client.js';
import { type SmallProject, smallProject } from './small-project.js';

let kernel: Client;
let fails: SmallProject['fails'];
let write: SmallProject['write'];
beforeAll(async () => {
  ({ kernel, fails, write } = await smallProject('a project with sources'));
});
afterAll(() => kernel.stop());

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
