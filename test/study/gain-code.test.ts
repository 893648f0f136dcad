import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import '../../src/study/index.js';
import { codeHash } from '../../src/study/code/code-hash.js';
import { reachedCode } from '../../src/study/code/reached-code.js';
import { rowCode } from '../../src/study/gain/row-key.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const scratch = mkdtempSync(join(tmpdir(), 'psqe-code-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A little house: an index, two stages, a helper that both share, a worker with its bytes, and plots. */
const house = {
  'seeds/index.js':
    "export * from './one.js';\nexport { two as second } from './two.js';\nexport * from './never.js';\n",
  'seeds/one.js':
    "import { half } from '../base/half.js';\nimport { helper as h } from '../compute/index.js';\nexport const one = (x) => h(half(x), `a b`, /c d/);\n",
  'seeds/two.js':
    "import { shared } from '../compute/index.js';\nexport function two(x) {\n    return shared / x;\n}\n",
  'seeds/never.js': 'export const never = () => 7;\n',
  'compute/index.js': "export { helper } from './helper.js';\nexport { shared } from './shared.js';\n",
  'compute/helper.js':
    "import { Worker } from 'node:worker_threads';\nimport * as m from 'some-matrix/deep';\nexport const helper = (x) => m.of(new Worker(new URL('./worker.mjs', import.meta.url), x));\n",
  'compute/worker.mjs': "import { job } from './job.mjs';\nconst file = open('kernel.wasm');\njob(file);\n",
  'compute/job.mjs': 'export const job = (x) => x + 1;\n',
  'compute/kernel.wasm': 'bytes',
  'compute/shared.js': 'export const shared = 2;\n',
  'base/half.js': 'export const half = (x) => x / 2;\n',
  'plots/index.js': "import { one } from '../seeds/index.js';\nexport const draw = one;\n",
};
type House = Record<string, string>;

let houses = 0;
async function hashOf(files: House, entries = ['seeds/index.js#one'], version = '1.0.0') {
  const folder = join(scratch, `house ${houses++}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return codeHash(entries, {
    folder,
    without: (path) => /^(base|plots)\//.test(path),
    versions: { 'some-matrix': version },
  });
}

const onTheWay = ['seeds/one.js', 'compute/helper.js', 'compute/worker.mjs', 'compute/job.mjs', 'compute/kernel.wasm'];
const code = onTheWay.filter((path) => !path.endsWith('.wasm'));
const beside = Object.keys(house).filter((path) => !onTheWay.includes(path) && !path.endsWith('index.js'));

/** Comments, blank lines and spaces where no token is. */
const trivia = fc.constantFrom(
  '// said\n',
  '/* said\n twice */',
  '\n\n',
  '   ',
  '/** @type {number} */ ',
  '\r\n',
  '\t',
);

describe('codeHash', () => {
  it('reaches what an index gives by name, workers and their bytes, and nothing else', async () => {
    expect((await hashOf(house)).modules).toEqual([...onTheWay].sort());
    expect((await hashOf(house, ['seeds/index.js#second'])).modules).toEqual(['compute/shared.js', 'seeds/two.js']);
    expect((await hashOf(house, ['seeds/one.js#'])).modules).toEqual(['seeds/one.js']);
    expect((await hashOf(house, ['seeds/index.js#*'])).modules).toEqual(
      expect.arrayContaining([...onTheWay, 'seeds/two.js', 'seeds/never.js']),
    );
  });

  it('stays with comments, spaces and line endings anywhere, and with any change beside the way', async () => {
    const { hash } = await hashOf(house);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...code),
        fc.nat(),
        trivia,
        fc.constantFrom(...beside),
        fc.stringMatching(/^[a-z]{1,8}$/),
        async (path, at, more, other, name) => {
          const lines = house[path as keyof typeof house].split('\n');
          lines.splice(at % lines.length, 0, more);
          const renamed = { ...house, [`seeds/x${name}.js`]: `export const x${name} = 1;\n` };
          const files = {
            ...renamed,
            [path]: lines.join('\n'),
            [other]: `${house[other as keyof typeof house]}\nf();\n`,
          };
          expect((await hashOf(files)).hash).toBe(hash);
          const windows = Object.fromEntries(Object.entries(house).map(([p, t]) => [p, t.replaceAll('\n', '\r\n')]));
          expect((await hashOf(windows)).hash).toBe(hash);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('changes with any token of a module on the way, with the bytes, and with a package’s version', async () => {
    const { hash } = await hashOf(house);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...onTheWay), fc.nat({ max: 9 }), async (path, digit) => {
        const text = house[path as keyof typeof house];
        expect((await hashOf({ ...house, [path]: `${text}${digit};\n` })).hash).not.toBe(hash);
      }),
      { numRuns: 20 },
    );
    expect((await hashOf(house, undefined, '1.0.1')).hash).not.toBe(hash);
    const text = house['seeds/one.js'];
    for (const other of [
      text.replace('a b', 'a  b'),
      text.replace('c d', 'c  d'),
      text.replace('helper as h', 'shared as h'),
    ])
      expect((await hashOf({ ...house, 'seeds/one.js': other })).hash).not.toBe(hash);
  });

  it('does not ask where a module lies or what it is called', async () => {
    const moved: House = { ...house, 'compute/deep/other.js': house['compute/shared.js'] };
    delete moved['compute/shared.js'];
    moved['compute/index.js'] = moved['compute/index.js']!.replace('./shared.js', './deep/other.js');
    const entries = ['seeds/index.js#second'];
    expect((await hashOf(moved, entries)).hash).toBe((await hashOf(house, entries)).hash);
  });

  it('tells two modules apart that swap what they give', async () => {
    const swap = (a: string, b: string): House => ({
      'm.js': `import { f as x } from './${a}.js';\nimport { f as y } from './${b}.js';\nexport const g = () => x() - y();\n`,
      'a.js': 'export const f = () => 1;\n',
      'b.js': 'export const f = () => 2;\n',
    });
    expect((await hashOf(swap('a', 'b'), ['m.js#g'])).hash).not.toBe((await hashOf(swap('b', 'a'), ['m.js#g'])).hash);
  });

  it('refuses a name or module that is not there, rather than leave it out', async () => {
    await expect(hashOf(house, ['seeds/index.js#three'])).rejects.toThrow(/exports no "three"/);
    await expect(hashOf(house, ['seeds/none.js#three'])).rejects.toThrow(/is not there/);
  });
});

describe('the package’s own code', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [join('src', 'setup', 'build.mjs')], { cwd: root });
  });

  it('holds what a row calls and not what another row does', async () => {
    const of = async (source: 'pivot' | 'psqe' | 'truth', model = 'mclea') =>
      (await rowCode({ source }, { model })).modules;
    const [pivot, psqe, truth] = [await of('pivot'), await of('psqe'), await of('truth')];
    expect(psqe).toEqual(
      expect.arrayContaining(['seeds/refine.js', 'compute/kernels.wasm', 'compute/threads/worker.js']),
    );
    expect(pivot).toContain('seeds/pivot.js');
    expect(pivot.filter((path) => /seeds\/(refine|expand|psqe)|models\/(meaformer|eva)/.test(path))).toEqual([]);
    expect(truth.filter((path) => path.startsWith('seeds/'))).toEqual(['seeds/sources/registry.js']);
    expect(await of('truth', 'meaformer')).toContain('models/meaformer.js');
    expect(psqe.filter((path) => /^(base|cli|plots|notebook|kernel|read|theory)\//.test(path))).toEqual([]);
  });

  it('of the main job holds its own run and the sources and model that it takes', async () => {
    const of = async (sources: string[]) =>
      (await reachedCode(['study/compare.js#compareSeeds'], { sources, model: 'mclea' })).modules;
    const pivot = await of(['pivot']);
    expect(pivot).toEqual(expect.arrayContaining(['study/compare.js', 'study/seed-sets.js', 'train/aligner.js']));
    // Its options have those of PSQE in them, so that PSQE is always on the way; other models and records are not.
    expect(pivot.filter((path) => /models\/(eva|meaformer)|study\/(gain|key|store)/.test(path))).toEqual([]);
    const [truth, without] = ['study/sources/truth.js', await of(['psqe'])];
    expect(await of(['psqe', 'truth'])).toContain(truth);
    expect(without).not.toContain(truth);
  });

  it('changes with code on the way, and not with comments or with what another run reaches', async () => {
    const folder = join(scratch, 'dist');
    cpSync(join(root, 'dist'), folder, { recursive: true, filter: (path) => !/\.(map|ts|json)$/.test(path) });
    const of = () =>
      codeHash(['seeds/index.js#pivotSeeds'], { folder, without: (path) => /^(base|plots)\//.test(path) });
    const { hash } = await of();
    const add = (path: string, text: string) => appendFileSync(join(folder, path), text);
    add('seeds/pivot.js', '\n/* said */ // more\n');
    for (const path of ['plots/index.js', 'seeds/refine.js', 'models/eva.js', 'base/options.js', 'evaluate/ranks.js'])
      add(path, '\nglobalThis.psqe = 1;\n');
    expect((await of()).hash).toBe(hash);
    add('seeds/pick.js', '\n;globalThis.psqe = 1;\n');
    expect((await of()).hash).not.toBe(hash);
  });

  test('every function that a run calls lies in a module that is hashed', async () => {
    for (const [row, aligner] of [
      ['pivot', 'mclea'],
      ['psqe', 'meaformer'],
      ['links-10', 'mclea'],
      ['vote', 'mclea'],
    ] as const) {
      const text = execFileSync(process.execPath, [join('test', 'support', 'called-modules.mjs'), row, aligner], {
        cwd: root,
        encoding: 'utf8',
      });
      const { called, hashed } = JSON.parse(text) as { called: string[]; hashed: string[] };
      expect(called.length, row).toBeGreaterThan(20);
      // Options are hashed as they resolve; a record is packed by its own file.
      const left = /^base\/|\/record\.js$/;
      const outside = called.filter((path) => !hashed.includes(path) && !left.test(path));
      expect(outside, `${row} with ${aligner}`).toEqual([]);
    }
  });
});
