import { describe, expect, it } from 'vitest';
import { AbortedError, OptionError, type ProgressEvent } from '../../src/base/index.js';
import { openTask } from '../../src/features/index.js';
import { checkSeeds } from '../../src/graph/index.js';
import {
  expandSeeds,
  type PsqeOptions,
  pivotSeeds,
  psqe,
  psqeStages,
  type RefineOptions,
  refineSeeds,
  resampleSeeds,
} from '../../src/seeds/index.js';
import { featureFolder, folderOf, npy } from '../read/folders.js';
import { plantedTask, precision, twinTask } from '../support/planted.js';

const { task, truth } = plantedTask({ count: 80, noise: 0.6 });
const small = { refine: { epochs: 10, width: 16 } };

describe('psqe', () => {
  it.each(['default', 'reference'] as const)('is its stages called one by one (%s)', async (preset) => {
    const chain = await psqe(task, { k: 40, seed: 3, preset, ...small });
    const { resample, refine, expand } = chain.options;
    const first = await resampleSeeds(task, resample);
    const second = await refineSeeds(task, first.seeds, refine);
    const third = await expandSeeds(task, second.seeds, second, expand);
    expect(chain.stages.resample.seeds).toEqual(first.seeds);
    expect(chain.stages.refine.seeds).toEqual(second.seeds);
    expect(chain.seeds).toEqual(third.seeds);
    checkSeeds(chain.seeds, task);
    // A run is repeated by its resolved options.
    expect((await psqe(task, chain.options)).seeds).toEqual(chain.seeds);
  });

  it('ends with more seeds than it was asked for at stage 1, more precise than the pivot', async () => {
    const { seeds, stages } = await psqe(task, { k: 40, ...small });
    expect(stages.resample.seeds.left).toHaveLength(40);
    expect(seeds.left.length).toBeGreaterThan(50);
    const pivot = await pivotSeeds(task, { k: seeds.left.length });
    expect(precision(seeds, truth)).toBeGreaterThan(precision(pivot.seeds, truth));
  });

  it('changes one ingredient by one option, and says what ran', async () => {
    const { options } = await psqe(task, { k: 20, resample: { csls: 0 }, ...small });
    expect(options.resample).toMatchObject({ k: 20, csls: 0, clusters: 50, pick: 'mutual' });
    expect(options.refine).toMatchObject({ csls: 10, epochs: 10 });
    const { options: reference } = await psqe(task, { k: 20, preset: 'reference', ...small });
    expect(reference.resample).toMatchObject({ clusters: 5, similarity: 'semantic', redistribute: false });
    expect(reference.refine).toMatchObject({
      temperature: 1,
      normalize: false,
      raw: 0,
      k: 20,
      rounds: [1],
      flood: null,
    });
    expect(reference.expand).toMatchObject({ threshold: [0.8, 0.9], pairs: [6, 3], pick: 'best' });
  });

  it('finds the same seeds when the links are gone', async () => {
    const features = Array.from({ length: 8 * 4 }, (_, i) => Math.sin(i * i + (i % 16)));
    const files = { ...featureFolder, 'V.npy': npy(features, [8, 4]), 'V_mask.npy': undefined };
    const [linked, bare] = [files, { ...files, ill_ent_ids: undefined }].map((f) => openTask(folderOf(f)));
    expect(linked!.truth).toBeDefined();
    expect(bare!.truth).toBeUndefined();
    for (const preset of ['default', 'reference'] as const) {
      const o = { k: 3, preset, resample: { clusters: 2 }, ...small };
      expect((await psqe(bare!.task, o)).seeds).toEqual((await psqe(linked!.task, o)).seeds);
    }
  });

  it('learns from a tenth of the links what pictures say wrongly, by what it does with links alone', async () => {
    const { task, truth } = twinTask();
    const links = { left: truth.links.left.slice(0, 12), right: truth.links.right.slice(0, 12) };
    const run = (o: PsqeOptions) =>
      psqe(task, { k: 60, ...o, refine: { epochs: 30, width: 32, ...o.refine } as RefineOptions });
    const right = async (o: PsqeOptions) => {
      const { seeds } = await run(o);
      return seeds.left.length * precision(seeds, truth);
    };
    expect(await right({})).toBeLessThan(10);
    const helped = await run({ links });
    expect(helped.seeds.left.length * precision(helped.seeds, truth)).toBeGreaterThan(110);
    expect(await right({ links, refine: { ownLayers: [] } })).toBeLessThan(60);
    expect(await right({ links, refine: { raw: 1 }, expand: { raw: 1 } })).toBeLessThan(60);
    expect(helped.options).toMatchObject({ links, refine: { links, raw: 0, linkWeight: 10 }, expand: { raw: 0 } });
    expect((await psqe(task, helped.options)).seeds).toEqual(helped.seeds);
  });

  it('refuses links where they could be lost', async () => {
    const links = { left: Int32Array.of(0), right: Int32Array.of(0) };
    const twice = { left: Int32Array.of(0, 0), right: Int32Array.of(0, 1) };
    await expect(psqe(task, { k: 20, links: twice })).rejects.toThrow(/links, pair 1: left row 0 is in two pairs/);
    await expect(psqe(task, { k: 20, refine: { links } })).rejects.toThrow(/"refine.links".*psqe\(task, \{ links \}\)/);
    await expect(psqe(task, { k: 20, links, refine: { correct: {} } })).rejects.toThrow(/"correct".*could drop/);
    const other = { left: Int32Array.of(1), right: Int32Array.of(5) };
    const { refine } = psqeStages(task, { ...psqeStages(task, { k: 20, links }), links: other });
    expect(refine.links).toEqual(other);
    await expect(psqe(task, { k: 20, links, preset: 'reference' })).rejects.toThrow(/reference knows no links/);
    await expect(psqe(task, { k: 20, links, expand: { correct: {} } })).rejects.toThrow(
      /"expand.correct".*known links/,
    );
  });

  it('refuses bad options before it begins', async () => {
    await expect(psqe(task, { k: 81 })).rejects.toThrow(/option "k".*from 1 to 80/);
    await expect(psqe(task, { k: 20, refine: { epoch: 3 } as object })).rejects.toThrow(/Did you mean "epochs"/);
    await expect(psqe(task, { k: 20, expand: { pick: 'greedy' as 'best' } })).rejects.toBeInstanceOf(OptionError);
    const correct = { toleranse: 1 } as object;
    await expect(psqe(task, { k: 20, refine: { correct } })).rejects.toThrow(/Did you mean "tolerance"/);
    const early = (expand: object) => () => psqeStages(task, { k: 20, expand });
    expect(early({ correct })).toThrow(/Did you mean "tolerance"/);
    expect(early({ raw: 0, learned: 0 })).toThrow(/nothing is compared/);
    expect(early({ pick: 'best', pairs: [-2, 1] })).toThrow(/-2 is too small/);
  });

  it('learns weights in a step of its own, after everything is checked', async () => {
    const tasks: string[] = [];
    const work = { onProgress: (e: ProgressEvent) => tasks.push(e.task) };
    const bad = { weights: 'learned', expand: { correct: { weights: { picture: 1 } } } } as const;
    await expect(psqe(task, { k: 20, ...bad }, work)).rejects.toThrow(/unknown modality "picture"/);
    await expect(psqe(task, { k: 20, refine: { flood: { weights: {} } } }, work)).rejects.toThrow(/has a weight/);
    expect(tasks).toEqual([]);
    await psqe(task, { k: 20, ...small, weights: 'learned', resample: { clusters: 'auto' } }, work);
    expect([...new Set(tasks)].slice(0, 2)).toEqual(['weights of the modalities', 'stage 1']);
    expect(tasks.filter((name) => name === 'stage 1').length).toBeGreaterThan(5);
    expect(() => psqeStages(task, { k: 20, weights: 'learned' })).toThrow(/await learnWeights\(task\)/);
  });

  it('tells of each stage and stops between steps', async () => {
    const events: ProgressEvent[] = [];
    await psqe(task, { k: 20, ...small }, { onProgress: (e) => events.push(e) });
    expect([...new Set(events.map((e) => e.task))]).toEqual(
      expect.arrayContaining(['stage 1', 'flooding', 'train stage 2', 'stage 2, round 7 of 7', 'stage 3']),
    );
    for (const stage of ['stage 1', 'stage 3']) {
      const stop = new AbortController();
      const work = { signal: stop.signal, onProgress: (e: ProgressEvent) => e.task === stage && stop.abort() };
      await expect(psqe(task, { k: 20, ...small }, work)).rejects.toBeInstanceOf(AbortedError);
    }
  });
});
