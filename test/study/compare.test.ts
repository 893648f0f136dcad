import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { AbortedError, OptionError, type Work } from '../../src/base/index.js';
import { taskFingerprint } from '../../src/graph/index.js';
import {
  type Comparison,
  compareSeeds,
  keyOf,
  openRun,
  type RunReport,
  type RunStore,
  readRecord,
  reportJsonSchema,
} from '../../src/study/index.js';
import { temporaryFolder } from '../read/folders.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask(60);
// Few epochs: what is tested is the job, not how well it aligns.
const options = { k: 20, seed: 3, epochs: 2, psqe: { refine: { epochs: 3 } } };

/** A report without its timings and memory: what must be the same when a run is repeated. */
function timeless(report: RunReport): unknown {
  const drop = new Set(['seconds', 'peakMemoryMB']);
  return JSON.parse(JSON.stringify(report, (key, value) => (drop.has(key) ? undefined : value)));
}

const open = (root: string, resume?: string): RunStore =>
  openRun(root, { request: options, made: keyOf({ task, truth, options, code: 'c' }) }, resume);

/** Stops the run at the first event of a task whose name contains `task`, after `done` of its steps. */
function stopAt(name: string, done: number): Work {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    onProgress: (event) => {
      if (event.task.includes(name) && event.done >= done) stop.abort();
    },
  };
}

const whole = await compareSeeds({ task, truth }, options);

test('the report is as its schema says, with the three sets in seeds and alignment', () => {
  const check = new Ajv2020().compile(reportJsonSchema());
  expect(check(JSON.parse(JSON.stringify(whole.report))), JSON.stringify(check.errors)).toBe(true);
  expect(Object.keys(whole.report.seeds)).toEqual(['pivot', 'pivot-csls', 'psqe']);
  expect(Object.keys(whole.report.alignment)).toEqual(['pivot', 'pivot-csls', 'psqe']);
  expect(whole.report.seeds.pivot!.count).toBe(20);
});

test('the test links are 70 %, and the strata are parts of them', () => {
  expect(whole.tested!.all).toBe(42);
  expect(whole.tested!.sparse).toBeGreaterThan(0);
  const seeded = new Set([...whole.seeds.values()].flatMap((part) => [...part.seeds.left]));
  expect(whole.tested!.unseeded).toBeLessThanOrEqual(60 - seeded.size);
});

test('the same options give the same report', async () => {
  const again = await compareSeeds({ task, truth }, options);
  expect(timeless(again.report)).toEqual(timeless(whole.report));
});

test('seeds are made without looking at the truth', async () => {
  const without = await compareSeeds({ task }, options);
  for (const [name, part] of without.seeds) expect(part.seeds).toEqual(whole.seeds.get(name)!.seeds);
  expect(without.report.alignment).toEqual({});
  expect(without.tested).toBeUndefined();
  expect(Object.values(without.report.seeds).map((row) => [row.precision, row.recall])).toEqual(
    Array(3).fill([null, null]),
  );
});

test('given test links are the ones that are tested on', async () => {
  const test = { left: truth.links.left.slice(0, 10), right: truth.links.right.slice(0, 10) };
  const run = await compareSeeds({ task, test }, options);
  expect(run.tested!.all).toBe(10);
  expect(Object.keys(run.report.alignment)).toHaveLength(3);
});

test('all: the stages, the public settings, and the true links beside those of the test', async () => {
  const { report, seeds } = await compareSeeds({ task, truth }, { ...options, all: true });
  const sets = ['pivot', 'pivot-csls', 'stage1', 'stage2', 'stage3', 'psqe', 'reference'];
  expect(Object.keys(report.seeds)).toEqual(sets);
  const trained = sets.filter((name) => seeds.get(name)!.seeds.left.length > 0);
  expect(Object.keys(report.alignment)).toEqual([...trained, 'truth30']);
  expect(timeless(report)).toMatchObject({ seeds: { psqe: (timeless(whole.report) as RunReport).seeds.psqe } });
});

test('an unknown model is refused before seeds are made', async () => {
  const events: string[] = [];
  const work = { onProgress: (event: { task: string }) => void events.push(event.task) };
  await expect(compareSeeds({ task, truth }, { ...options, model: 'mclae' }, work)).rejects.toThrow(/"mclea"/);
  expect(events).toEqual([]);
});

test.each([
  ['while seeds are made', 'psqe:', 0],
  ['in the middle of a training', 'pivot-csls: train', 1],
])('a run that is stopped %s goes on where it was, to the same report', async (_, name, done) => {
  const root = temporaryFolder();
  const input = (store: RunStore): Comparison => ({ task, truth, store });
  const first = open(root);
  await expect(compareSeeds(input(first), options, stopAt(name, done))).rejects.toThrow(AbortedError);
  expect(readRecord(root, first.record.id)).toMatchObject({ finished: false, request: options });

  const second = open(root);
  expect(second.record.id).toBe(first.record.id);
  const events: string[] = [];
  const work = { onProgress: (event: { task: string }) => void events.push(event.task) };
  const { report } = await compareSeeds(input(second), options, work);
  expect(timeless(report)).toEqual(timeless(whole.report));
  expect(events).not.toContain('pivot: pivot');
  const record = second.finish(report);
  expect(record).toMatchObject({ finished: true, report: { seed: 3 } });
  expect(record.seconds).toBeGreaterThan(first.record.seconds);
  expect(readdirSync(join(root, record.id, 'seeds')).sort()).toEqual(['pivot-csls.tsv', 'pivot.tsv', 'psqe.tsv']);
});

test('a finished run is not resumed, other options are not, and a run without parts leaves nothing', () => {
  const root = temporaryFolder();
  const first = open(root);
  expect(existsSync(first.folder)).toBe(false);
  first.keep('part', { a: 1 });
  expect(open(root).record.id).toBe(first.record.id);
  expect(open(root).read('part')).toEqual({ a: 1 });
  const other = { request: { k: 1 }, made: keyOf({ task, options: { k: 1 }, code: 'c' }) };
  expect(openRun(root, other).record.id).not.toBe(first.record.id);
  expect(() => openRun(root, other, first.record.id)).toThrow(OptionError);
  first.finish(whole.report);
  expect(open(root).record.id).not.toBe(first.record.id);
  expect(() => readRecord(root, '../etc')).toThrow(OptionError);
});

test('the fingerprint of a task changes with any of its parts', () => {
  const fingerprints = [smallTask(60), smallTask(61), smallTask(60, 6)].map((made) => taskFingerprint(made.task));
  expect(new Set(fingerprints).size).toBe(3);
  expect(fingerprints[0]).toBe(taskFingerprint(task));
});
