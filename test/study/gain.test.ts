import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DataError, InputError } from '../../src/base/index.js';
import { keptGain } from '../../src/study/gain/record.js';
import type { GainRecord } from '../../src/study/index.js';
import {
  decoderCells,
  decoderHead,
  decoderTable,
  gainFile,
  gainRecords,
  gainTable,
  packBits,
  unpackBits,
} from '../../src/study/index.js';
import { addLines, readLines } from '../../src/study/kept.js';
import { record } from './made-up-records.js';

const folder = mkdtempSync(join(tmpdir(), 'psqe-gain-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('records of the gain study', () => {
  it('pack marks and give them back', () => {
    expect(packBits([1, 0, 0, 1, 1])).toBe('98');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1)), (marks) => {
        expect([...unpackBits(packBits(marks), marks.length)]).toEqual(marks);
      }),
    );
  });

  it('are kept once a run, in one order, and read back', () => {
    const path = join(folder, 'p.jsonl');
    expect(readLines(path, keptGain)).toEqual([]);
    const [a, b, later] = [record('psqe', 2, [1, 0]), record('pivot', 1, [0, 0]), record('psqe', 2, [1, 1])];
    addLines(path, [a, b, later], keptGain);
    expect(readLines(path, keptGain)).toEqual([b, later]);
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"pair":"p"}\n`);
    expect(() => readLines(path, keptGain)).toThrow(InputError);
    expect(() => readLines(path, keptGain)).toThrow(/p\.jsonl:3/);
  });

  it('have the same bytes whatever was added after them, and in whatever order their fields came', () => {
    const [one, two] = [join(folder, 'one.jsonl'), join(folder, 'two.jsonl')];
    const { made, ...rest } = record('psqe', 1, [1, 0]);
    const turned = { made: Object.fromEntries(Object.entries(made).reverse()) as typeof made, ...rest };
    addLines(one, [record('psqe', 1, [1, 0])], keptGain);
    addLines(two, [turned], keptGain);
    expect(readFileSync(two, 'utf8')).toBe(readFileSync(one, 'utf8'));
    addLines(two, [record('psqe', 2, [1, 0])], keptGain);
    expect(readFileSync(two, 'utf8').split('\n')[0]).toBe(readFileSync(one, 'utf8').split('\n')[0]);
  });

  it('are refused with other fields, and nothing is written', () => {
    const path = join(folder, 'q.jsonl');
    const { ablation, ...nameless } = record('psqe', 1, [1, 0]);
    const bad = { ...nameless, variant: ablation } as unknown as GainRecord;
    expect(() => addLines(path, [record('psqe', 2, [1, 0]), bad], keptGain)).toThrow(/q\.jsonl: is no record of a run/);
    expect(readLines(path, keptGain)).toEqual([]);
  });
});

describe('gainTable', () => {
  // Two random seeds, five links; by hand.
  const records = [
    record('psqe', 1, [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]),
    record('psqe', 2, [1, 1, 1, 1, 0], [1, 0, 0, 0, 0]),
    record('pivot', 1, [1, 0, 0, 0, 1], [0, 1, 0, 0, 0]),
    record('pivot', 2, [1, 0, 0, 0, 0], [0, 1, 0, 0, 0]),
  ];
  const groups = { links: 5, marks: { all: Uint8Array.of(1, 1, 1, 1, 1), last: Uint8Array.of(0, 0, 0, 1, 1) } };

  it('pairs rows by random seed, and looks at groups and at links that are seeds nowhere', () => {
    const [psqe, pivot] = gainTable(records, { against: 'psqe', groups });
    expect(psqe).toMatchObject({ ablation: 'psqe', runs: 2, effects: { last: { hits1: { mean: 0.25 } } } });
    expect(psqe!.effects.all!.hits1.mean).toBeCloseTo(0.7, 9);
    expect(psqe!.effects.all!.effect).toBeNull();
    expect(pivot!.effects.all!.effect!.mean).toBeCloseTo((-0.2 - 0.6) / 2, 9);
    // Links 2, 3, 4 are seeds in neither: psqe hits 1 and 2 of 3, the pivot 1 and 0; links 1 to 4 are none of psqe's own.
    expect(psqe!.unseeded).toMatchObject({ links: 4, effect: null });
    expect(psqe!.unseeded!.hits1).toBeCloseTo((2 / 4 + 3 / 4) / 2, 9);
    expect(pivot!.unseeded!.links).toBe(3);
    expect(pivot!.unseeded!.hits1).toBeCloseTo(1 / 6, 9);
    // Differences 0 and -2/3.
    const { mean, low, high } = pivot!.unseeded!.effect!;
    expect([mean, low, high].map((x) => Number(x!.toFixed(3)))).toEqual([-0.333, -4.569, 3.902]);
  });

  it('leaves out runs that cannot be paired', () => {
    expect(() => gainTable(records, { against: 'none', groups })).toThrow(DataError);
    const odd = [...records, record('pivot', 3, [1, 1, 1, 1, 1])];
    expect(gainTable(odd, { against: 'psqe', groups })).toEqual(gainTable(records, { against: 'psqe', groups }));
  });
});

describe('decoderTable', () => {
  const decoded = (csls: number, sinkhorn: number) => ({
    cosine: { test: 0, all: 0 },
    csls: { test: csls, all: csls / 2 },
    sinkhorn: { test: sinkhorn, all: sinkhorn / 2 },
  });
  const run = (ablation: string, seed: number, csls: number, sinkhorn: number, cpu: number) => ({
    ...record(ablation, seed, [1, 0, 0, 0, 0]),
    decoded: decoded(csls, sinkhorn),
    cpu: { seeds: cpu, aligner: 2 * cpu },
  });

  it('pairs Hits@1 of each decoder by random seed, and leaves out records without them', () => {
    const records = [
      run('psqe', 1, 0.5, 0.6, 1),
      run('psqe', 2, 0.7, 0.8, 3),
      run('seu', 1, 0.6, 0.5, 1),
      { ...run('seu', 2, 0.8, 0.9, 1), optimal: 0.7 },
      run('seu', 3, 1, 1, 1),
      record('psqe', 3, [1, 1, 1, 1, 1]),
    ];
    const [psqe, seu] = decoderTable(records, 'psqe');
    expect(psqe).toMatchObject({ ablation: 'psqe', runs: 2, cpu: { seeds: 2, aligner: 4 } });
    expect(psqe!.hits1['csls test'].own.mean).toBeCloseTo(0.6, 9);
    expect(psqe!.hits1['sinkhorn all'].own.mean).toBeCloseTo(0.35, 9);
    expect(psqe!.hits1['csls test'].effect).toBeNull();
    expect(seu!.runs).toBe(2);
    expect(seu!.hits1['csls test'].effect!.mean).toBeCloseTo(0.1, 9);
    expect(seu!.hits1['sinkhorn test'].effect!.mean).toBeCloseTo(0, 9);
    // Differences of −.1 and .1: t of one degree of freedom, 12.706.
    expect(seu!.hits1['sinkhorn test'].effect!.high).toBeCloseTo(1.2706, 3);
    expect([psqe!.optimal, seu!.optimal]).toEqual([null, 0.7]);
    expect(decoderCells(seu!).length).toBe(decoderHead('psqe').length);
    expect(() => decoderTable(records, 'lightea')).toThrow(DataError);
  });
});

describe('gainRecords', () => {
  it('says which pairs there are, or how to make some', () => {
    expect(() => gainRecords('xx:none,yy:none')).toThrow(/no stored records of the pair "xx:none,yy:none"/);
    expect(gainFile('fr:openmoji,it:fluent')).toMatch(/data.gain.fr-openmoji-it-fluent\.jsonl$/);
  });
});
