import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { InputError, OutputError, writeFile } from '../../src/base/index.js';
import { GroundTruth } from '../../src/graph/index.js';
import {
  compareSeeds,
  keyHash,
  keyOf,
  openRun,
  type RunReport,
  type RunStore,
  readRecord,
} from '../../src/study/index.js';
import { temporaryFolder } from '../read/folders.js';
import { withFault } from '../support/faults.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask(60);
const options = { k: 20, seed: 3, epochs: 2, psqe: { refine: { epochs: 3 } } };
type Inputs = Pick<Parameters<typeof keyOf>[0], 'task' | 'truth' | 'test'>;
const keyed = (inputs: Inputs) => ({ request: options, made: keyOf({ ...inputs, options, code: 'c' }) });
const key = keyed({ task, truth });
const open = (root: string, resume?: string): RunStore => openRun(root, key, resume);

/** A job of a store: each part is taken from it, or made and kept; then a file beside it, and the end. */
function job(root: string): string {
  const store = open(root);
  for (const part of ['a', 'b']) if (store.read(part) === undefined) store.keep(part, { of: part });
  writeFile(store.path('seeds/a.tsv'), '1\t2\n');
  store.finish({} as RunReport);
  return store.record.id;
}

/** After an interruption the same command must do its work, in one run. */
function expectGoesOn(root: string): void {
  const before = existsSync(root) ? readdirSync(root).filter((name) => !name.startsWith('.')) : [];
  const id = job(root);
  const record = readRecord(root, id);
  expect(record).toMatchObject({ finished: true, request: options });
  expect(['a', 'b'].map((part) => readdirSync(join(root, id, 'parts')).includes(`${part}.json`))).toEqual([true, true]);
  // The run that was begun is the one that is finished, unless it had been finished by then.
  expect(readdirSync(root)).toContain(id);
  if (before.length > 0 && readdirSync(root).length > 1) expect(readRecord(root, before[0]!).finished).toBe(true);
  else expect(readdirSync(root)).toEqual([id]);
}

describe('the same command goes on', () => {
  test('killed at any call: with what is kept, and nothing half', async () => {
    let runs = 0;
    for (let at = 0; ; at++) {
      const root = join(temporaryFolder(), 'runs');
      const { calls } = await withFault({ at, dead: true }, () => job(root));
      for (const id of existsSync(root) ? readdirSync(root).filter((name) => !name.startsWith('.')) : []) {
        runs++;
        expect(readRecord(root, id).request).toEqual(options);
      }
      expectGoesOn(root);
      if (at >= calls) break;
    }
    expect(runs).toBeGreaterThan(20);
  });

  test('on a disk that was full at any call', async () => {
    for (let at = 0; ; at++) {
      const root = join(temporaryFolder(), 'runs');
      const { error, calls } = await withFault({ at }, () => job(root));
      // It looks for earlier parts, too, and may be refused there.
      if (error) expect([InputError, OutputError].some((kind) => error instanceof kind)).toBe(true);
      expectGoesOn(root);
      if (at >= calls) break;
    }
  });

  // What versions before the file layer left when they were killed early: the folder of the very run, without a record.
  test.each<[string, readonly string[]]>([
    ['an empty folder', []],
    ['a folder in it', ['parts/']],
    ['seeds only', ['seeds/pivot.tsv']],
    ['seeds and their part', ['seeds/pivot.tsv', 'parts/seeds-pivot.json']],
    ['a record that is half', ['parts/seeds-pivot.json', 'record.json.1234567']],
  ])('after an older version left %s', (_, files) => {
    const root = temporaryFolder();
    const left = join(root, `20200101-000000000-${keyHash(key.made)}`);
    mkdirSync(left);
    for (const file of files) {
      mkdirSync(join(left, file, '..'), { recursive: true });
      if (file.endsWith('/')) mkdirSync(join(left, file));
      else writeFileSync(join(left, file), '{');
    }
    const id = job(root);
    expect(readRecord(root, id).finished).toBe(true);
    expect(() => open(root, left.slice(root.length + 1))).toThrow(/no run "2020.*The last ones: 202/);
  });

  test('a whole job, killed at some calls, comes to the same report', async () => {
    const timeless = (report: RunReport) =>
      JSON.parse(JSON.stringify(report, (k, v) => (/econds|peak/.test(k) ? 0 : v)));
    const whole = timeless((await compareSeeds({ task, truth }, options)).report);
    const root = join(temporaryFolder(), 'runs');
    for (const at of [3, 20, 75, 150, 1e9]) {
      const { error } = await withFault({ at, dead: true }, async () => {
        const store = open(root);
        const { report } = await compareSeeds({ task, truth, store }, options);
        expect(timeless(report)).toEqual(whole);
      });
      expect(error === undefined).toBe(at === 1e9);
    }
    expect(readdirSync(root)).toHaveLength(1);
  });
});

test('what a killed run of other options left unfinished goes with the next run', () => {
  const root = temporaryFolder();
  const other = openRun(
    root,
    keyed({ task, truth: new GroundTruth({ left: Int32Array.of(0), right: Int32Array.of(0) }) }),
  );
  other.keep('a', 1);
  const left = ['', 'parts', 'figures'].map((folder) =>
    join(root, other.record.id, folder, '.psqe-tmp-00000000-1-0-0'),
  );
  for (const path of left) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'half');
    utimesSync(path, new Date(0), new Date(0));
  }
  open(root);
  expect(left.filter((path) => existsSync(path))).toEqual([]);
});

describe('what a run depends on', () => {
  const first = { left: truth.links.left.slice(0, 9), right: truth.links.right.slice(0, 9) };
  const swapped = { left: first.left, right: first.right.toReversed() };
  const begun = (root: string, inputs: Inputs) => {
    const store = openRun(root, keyed(inputs));
    store.keep('part', 1);
    return store.record.id;
  };

  test.each([
    ['the test links', { task, truth, test: first }, { task, truth, test: swapped }],
    ['the test links', { task, truth }, { task, truth, test: first }],
    ['the true links', { task, truth }, { task, truth: new GroundTruth(first) }],
    ['the true links', { task, truth }, { task }],
    ['the data', { task, truth }, { task: smallTask(60, 6).task, truth }],
  ])('%s: others between a stop and the next start are another run, and said', (name, before, after) => {
    const root = temporaryFolder();
    const id = begun(root, before);
    expect(begun(root, before)).toBe(id);
    expect(begun(root, after)).not.toBe(id);
    expect(() => openRun(root, keyed(after), id)).toThrow(`cannot be resumed: others now are ${name}. Start`);
  });

  test.each([
    ['options', { options: 'o' }],
    ['engine', { engine: 'e' }],
    ['threads', { threads: 99 }],
    ['Node.js', { node: '1' }],
    ['code', { code: 'd' }],
  ])('the %s too', (name, other) => {
    const root = temporaryFolder();
    const id = begun(root, { task, truth });
    const others = { ...key, made: { ...key.made, ...other } };
    expect(openRun(root, others).record.id).not.toBe(id);
    expect(() => openRun(root, others, id)).toThrow(`others now are the ${name}. Start`);
  });

  test('a commit that changed no code on its way changes nothing; without a hash of the code it is the code', () => {
    const root = temporaryFolder();
    const id = begun(root, { task, truth });
    expect(openRun(root, { ...key, made: { ...key.made, commit: 'later' } }).record.id).toBe(id);
    const { code: _, ...made } = key.made;
    const at = (commit: string) => keyHash({ ...made, commit });
    expect(at('a')).toBe(at('a'));
    expect(at('a')).not.toBe(at('b'));
  });
});

describe('damage', () => {
  /** A run that was stopped after its seeds, in a copy of its own. */
  async function stopped(): Promise<string> {
    const root = temporaryFolder();
    const stop = new AbortController();
    const onProgress = (event: { task: string; done: number }) =>
      void (event.task.startsWith('psqe: train mclea') && event.done >= 1 && stop.abort());
    const work = { signal: stop.signal, onProgress };
    await expect(compareSeeds({ task, truth, store: open(root) }, options, work)).rejects.toThrow(/stopped/);
    return root;
  }
  const goOn = async (root: string) => compareSeeds({ task, truth, store: open(root) }, options);
  const filesOf = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      // Matches are output, written anew at the end, and never read again.
      .filter((entry) => entry.isFile() && !entry.name.startsWith('matches-'))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const timeless = (report: RunReport) =>
    JSON.parse(JSON.stringify(report, (name, value) => (/econds|peak/.test(name) ? 0 : value)));

  /** Ways in which a file of a run can be damaged. `other` is another one of the same run. */
  const kinds: Readonly<Record<string, (whole: Buffer, other: Buffer) => Uint8Array>> = {
    'nothing in it': () => Buffer.alloc(0),
    'its first byte alone': (whole) => whole.subarray(0, 1),
    'its first half': (whole) => whole.subarray(0, whole.length >> 1),
    'all but its last byte': (whole) => whole.subarray(0, -1),
    'without its beginning': (whole) => whole.subarray(1),
    'a bit near its beginning': (whole) => flipped(whole, 90),
    'a bit in its middle': (whole) => flipped(whole, 4 * whole.length),
    'a bit near its end': (whole) => flipped(whole, 8 * (whole.length - 20)),
    'a hole of zeros': (whole) => Buffer.concat([whole.subarray(0, 40), Buffer.alloc(8), whole.subarray(48)]),
    'zeros alone': (whole) => Buffer.alloc(whole.length),
    'another byte behind it': (whole) => Buffer.concat([whole, Buffer.from('x')]),
    'itself twice': (whole) => Buffer.concat([whole, whole]),
    'the lines of Windows': (whole) =>
      Buffer.from(`${whole.toString('latin1').replaceAll('\n', '\r\n')}\r\n`, 'latin1'),
    'a mark before it': (whole) => Buffer.concat([Buffer.from('\uFEFF'), whole]),
    'an empty object': () => Buffer.from('{}\n'),
    "another file's content": (_, other) => other,
  };
  const flipped = (whole: Buffer, bit: number) => {
    const bytes = Buffer.from(whole);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    return bytes;
  };

  test('16 kinds of damage to a part, seeds or checkpoint: said, the file named, and made anew', async () => {
    const root = await stopped();
    const [id] = readdirSync(root);
    const run = join(root, id!);
    const names = filesOf(run).filter((name) => name !== 'record.json');
    expect(names).toEqual(
      expect.arrayContaining(['parts/training-psqe', 'parts/aligned-pivot.json', 'seeds/psqe.tsv']),
    );
    const whole = new Map(names.map((name) => [name, readFileSync(join(run, name))]));
    const record = readFileSync(join(run, 'record.json'));
    const result = timeless((await compareSeeds({ task, truth }, options)).report);
    const { told, stop } = listen();
    for (const [k, [kind, damage]] of Object.entries(kinds).entries()) {
      // Each kind on some of the files, each file by several kinds.
      for (const [n, name] of names.entries()) {
        if ((k + n) % 4 !== 0) continue;
        for (const each of filesOf(run)) rmSync(join(run, each));
        for (const [each, bytes] of [...whole, ['record.json', record] as const]) writeFileSync(join(run, each), bytes);
        const other = whole.get(names[(n + 1) % names.length]!)!;
        writeFileSync(join(run, name), damage(whole.get(name)!, other));
        told.length = 0;
        const store = open(root);
        expect(store.record.id).toBe(id);
        const { report } = await compareSeeds({ task, truth, store }, options);
        expect(timeless(report), `${name}: ${kind}`).toEqual(result);
        await setImmediate();
        expect(told.join('\n'), `${name}: ${kind}`).toContain(`${join(run, name)}: `);
      }
    }
    stop();
  });

  test('a record that is damaged: named with what to do where it is asked for, passed over aloud otherwise', async () => {
    const root = temporaryFolder();
    const store = open(root);
    store.keep('part', 1);
    const file = store.path('record.json');
    const record = readFileSync(file);
    const { told, stop } = listen();
    for (const [kind, damage] of Object.entries(kinds)) {
      writeFileSync(file, damage(record, readFileSync(store.path('parts/part.json'))));
      const refused = () => open(root, store.record.id);
      expect(refused, kind).toThrow(InputError);
      expect(refused, kind).toThrow(/record\.json: .*Delete .*, and start anew/);
      expect(open(root).record.id).not.toBe(store.record.id);
    }
    await setImmediate();
    expect(told).toHaveLength(Object.keys(kinds).length);
    expect(told[0]).toMatch(/record\.json: .*\. The run is passed over/);
    stop();
  });

  /** What is said aloud. */
  function listen(): { told: string[]; stop: () => void } {
    const told: string[] = [];
    const hear = (warning: Error) => void told.push(warning.message);
    process.on('warning', hear);
    return { told, stop: () => process.off('warning', hear) };
  }

  test('what is gone is made anew', async () => {
    const root = await stopped();
    const [id] = readdirSync(root);
    for (const file of ['seeds/psqe.tsv', 'parts/seeds-pivot.json', 'parts/aligned-pivot.json', 'parts/training-psqe'])
      rmSync(join(root, id!, file));
    const { report } = await goOn(root);
    expect(Object.keys(report.alignment)).toEqual(['pivot', 'pivot-csls', 'psqe']);
    expect(readdirSync(root)).toEqual([id]);
  });

  test('the checkpoint of a training whose result is kept goes', async () => {
    const root = await stopped();
    const parts = join(root, readdirSync(root)[0]!, 'parts');
    // As if the run had ended between keeping the result of `pivot` and removing its checkpoint.
    copyFileSync(join(parts, 'training-psqe'), join(parts, 'training-pivot'));
    await goOn(root);
    expect(readdirSync(parts).filter((name) => /^training-[^.]*$/.test(name))).toEqual([]);
  });

  test('a part under the name of another, and a record of an earlier version', () => {
    const root = temporaryFolder();
    const store = open(root);
    store.keep('one', 1);
    copyFileSync(store.path('parts/one.json'), store.path('parts/two.json'));
    expect(store.read('two')).toBeUndefined();
    expect(store.read('one')).toBe(1);
    writeFileSync(store.path('record.json'), JSON.stringify(store.record));
    expect(() => open(root, store.record.id)).toThrow(
      /record\.json: has no checksum.*earlier version.*Delete .*, and start anew/,
    );
  });
});
