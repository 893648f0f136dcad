import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { OptionError, type Options, option, optionSet } from '../../src/base/index.js';
// As a notebook sees it.
import {
  compareSeeds,
  defineSeedSource,
  makeSeeds,
  pivotSeeds,
  type SeedSource,
  seedSourceNames,
} from '../../src/index.js';
import { colourOf, runFigures } from '../../src/public/plots.js';
import { seedSource } from '../../src/public/seeds.js';
import { gainRunner } from '../../src/public/study.js';
import { psqeCommand } from '../cli/cli.js';
import { pairFiles } from '../cli/pair.js';
import { folderOf, temporaryFolder } from '../read/folders.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask(60);
const options = optionSet('in-order', {
  k: option(z.int().positive(), 800, 'How many seeds'),
  seed: option(z.int(), 1, 'Drives nothing'),
});

/** Pairs entities in the order of their rows: as bad as chance. */
const inOrder: SeedSource<Options<typeof options>> = {
  name: 'in-order',
  label: 'rows in order',
  options,
  make: async (_task, given) => {
    const used = options.resolve(given);
    const rows = Int32Array.from({ length: used.k }, (_, i) => i);
    return { seeds: { left: rows, right: rows, score: new Float32Array(used.k).fill(1) }, options: used, seconds: 0 };
  },
};

beforeAll(() => {
  defineSeedSource(inOrder, { replace: true });
});

describe('a source of seeds that is defined', () => {
  it('is a method of psqe seeds', async () => {
    const cwd = temporaryFolder();
    const data = folderOf(pairFiles(40));
    const args = ['seeds', '--data', data, '--method', 'in-order', '--k', '5', '--out', 'seeds.tsv'];
    const { status, stdout } = await psqeCommand(cwd, ...args);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/in-order[\s\S]*5 seeds written/)]);
    expect(readFileSync(join(cwd, 'seeds.tsv'), 'utf8')).toMatch(/^(\d+\t\d+\t1\n){5}$/);
    expect((await psqeCommand(cwd, 'seeds', '--help')).stdout).toContain('in-order');
    const refused = await psqeCommand(cwd, ...args, '--links', 'known.tsv');
    expect(refused.stderr).toMatch(/"in-order" takes no known links/);
  });

  it('is compared by the main job, and drawn in one colour in every figure', async () => {
    const result = await compareSeeds({ task, truth }, { sources: ['pivot', 'in-order'], k: 20, epochs: 1 });
    expect(Object.keys(result.report.seeds)).toEqual(['pivot', 'in-order']);
    expect(Object.keys(result.report.alignment)).toEqual(['pivot', 'in-order']);
    expect(result.report.options.seeds).toMatchObject({ 'in-order': { k: 20, seed: 1 } });
    const drawn = runFigures(result)
      .get('alignment')!
      .data.find(({ name }) => name === 'in-order')!;
    expect(drawn.marker).toMatchObject({ color: colourOf('in-order', 0) });
    expect(colourOf('in-order', 5)).toBe(colourOf('in-order', 0));
  });

  it('is the source of an ablation’s seeds', async () => {
    const run = gainRunner({ name: 'small', task, truth, k: 20 });
    const ablation = { name: 'mine', label: 'mine', group: 'baseline', source: 'in-order', options: { k: 7 } } as const;
    expect(await run(ablation, { seed: 1 })).toMatchObject({ ablation: 'mine', count: 7, k: 20 });
  });

  it('is found by its name; a name that is taken or unknown is refused', async () => {
    expect(seedSource('in-order')).toBe(inOrder);
    expect(seedSourceNames()).toContain('in-order');
    expect(() => defineSeedSource(inOrder)).toThrow(OptionError);
    expect(() => defineSeedSource({ ...inOrder, name: 'mine', also: ['stage3'] })).toThrow(/"stage3" exists/);
    await expect(makeSeeds(task, { source: 'in-ordr' })).rejects.toThrow(/Did you mean "in-order"/);
    await expect(compareSeeds({ task, truth }, { sources: ['in-ordr'] })).rejects.toThrow(/Did you mean "in-order"/);
  });
});

describe('the sources', () => {
  it('of PSQE make on the way what its stages make alone', async () => {
    const given = { k: 20, seed: 3, psqe: { refine: { epochs: 2, rounds: [1] } } };
    const whole = await makeSeeds(task, { source: 'psqe', ...given });
    expect(Object.keys(whole.parts!)).toEqual(['stage1', 'stage2', 'stage3']);
    for (const [name, part] of Object.entries(whole.parts!)) {
      const alone = await makeSeeds(task, { source: name, ...given });
      expect(alone.seeds, name).toEqual(part.seeds);
      expect(alone.options, name).toEqual(part.options);
    }
    expect((await makeSeeds(task, { source: 'stage3', ...given })).seeds).toEqual(whole.seeds);
  });

  it('take the settings that they have, and no others', async () => {
    const links = { left: Int32Array.of(1), right: Int32Array.of(2) };
    const { seeds } = await pivotSeeds(task, { k: 9, seed: 2 });
    const made = await makeSeeds(task, { source: 'pivot', k: 9, seed: 2, links, psqe: { k: 3 } });
    expect(made.seeds).toEqual(seeds);
    expect((await makeSeeds(task, { source: 'truth', k: 9, links })).seeds.right).toEqual(links.right);
    await expect(makeSeeds(task, { source: 'truth', k: 9 })).rejects.toThrow(/no links are given/);
  });

  it('keep their colours', () => {
    const colours = {
      psqe: '#0072B2',
      stage3: '#F0E442',
      'stage 3': '#F0E442',
      seu: '#882255',
      lightea: '#777777',
      pivot: '#E69F00',
      'pivot-csls': '#56B4E9',
      reference: '#CC79A7',
      stage1: '#009E73',
      'stage 1': '#009E73',
      stage2: '#D55E00',
      'stage 2': '#D55E00',
      truth30: '#000000',
    };
    for (const [name, colour] of Object.entries(colours)) expect(colourOf(name, 6), name).toBe(colour);
  });
});
