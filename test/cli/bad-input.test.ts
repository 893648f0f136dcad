import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf, npy, temporaryFolder } from '../read/folders.js';
import { psqeCommand } from './cli.js';
import { pairFiles } from './pair.js';

const files = pairFiles();
const good = folderOf(files);
const badFolder = (change: Parameters<typeof folderOf>[0]) => folderOf({ ...files, ...change });

/** Runs a command that must be refused: status 2, a message without a stack, nothing on stdout, nothing written. */
async function refused(...args: string[]): Promise<string> {
  const cwd = temporaryFolder();
  const { status, stdout, stderr } = await psqeCommand(cwd, ...args);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(readdirSync(cwd)).toEqual([]);
  return stderr;
}

const seeds = (...args: string[]) => refused('seeds', '--out', 'seeds.tsv', ...args);

describe('the command line', () => {
  test.each([
    [['rnu'], /unknown command 'rnu'[\s\S]*run/],
    [['seeds', '--out', 'x', '--methd', 'psqe'], /unknown option '--methd'[\s\S]*--method/],
    [['seeds'], /--out/],
    [['train', '--out', 'x'], /--seeds/],
    [['run', 'extra'], /too many arguments/],
  ])('%j is refused', async (args, message) => {
    expect(await refused(...args)).toMatch(message);
  });

  test.each([
    [['--method', 'pivt'], /unknown method "pivt".*Did you mean "pivot"/],
    [['--k', '0'], /--k: 0 is too small: it must be more than 0\. The default is 800/],
    [['--k', '2.5'], /--k: 2\.5 is no whole number/],
    [['--k', 'many'], /--k: "many" is not a number/],
    [['--k', '61', '--data', good], /61 seeds, but the smaller graph has 60/],
    [['--seed', '-1'], /--seed: -1 is too small/],
    [['--data', 'no/such/folder'], /no\/such\/folder/],
    [['--method', 'pivot', '--links', 'known.tsv'], /--links.*"pivot" takes no known links/],
    [['--weights', 'image'], /--weights.*"image" is no weight/],
    [['--weights', 'image=-1'], /--weights.*"image=-1" is no weight/],
    [['--method', 'vote', '--weights', 'imago=1'], /imago.*image/],
    [['--links', 'no/known.tsv', '--data', good], /no\/known\.tsv/],
  ])('psqe seeds %j is refused', async (args, message) => {
    expect(await seeds(...args)).toMatch(message);
  });

  test.each([
    [['seeds', '--data', good, '--out', ''], /--out: is empty. Give a value, or leave it out/],
    [['run', '--data', good, '--test', ''], /--test: is empty/],
    [['train', '--data', good, '--seeds', '', '--out', 'x'], /--seeds: is empty/],
    [['kernel', 'install', '--prefix', ' '], /<words>: is empty/],
    [['align', good, '', '--out', 'x.csv'], /<right>: is empty/],
    [['figures', ''], /<run>: is empty/],
    [['data', 'build', 'emoji', '--out', ''], /--out: is empty/],
  ])('%j, an empty value, is refused', async (args, message) => {
    expect(await refused(...args)).toMatch(message);
  });

  test('a name too long for the disk is refused before anything is computed', async () => {
    expect(await seeds('--data', good, '--out', 'x'.repeat(300))).toMatch(
      /--out: cannot write to x*: the name is too long/,
    );
  });

  test('an unknown model is refused before anything is computed', async () => {
    expect(await refused('run', '--data', good, '--k', '20', '--model', 'mclae')).toMatch(
      /mclae.*Did you mean "mclea"/,
    );
  });
  test('a run that is not there cannot be resumed', async () => {
    expect(await refused('run', '--resume', 'nothing')).toMatch(/no run "nothing"/);
  });
  test('figures of a run that is not there cannot be published', async () => {
    expect(await refused('figures', 'nothing')).toMatch(/psqe figures: no run "nothing"/);
  });
  test('--resume takes no other options', async () => {
    expect(await refused('run', '--resume', 'x', '--k', '3')).toMatch(/cannot be combined with --resume/);
  });
  test('a place that cannot be written to is refused at once', async () => {
    expect(await seeds('--data', good, '--out', good)).toMatch(/is a folder/);
    expect(await seeds('--data', good, '--out', join(good, 'V.npy', 'seeds.tsv'))).toMatch(/cannot write/);
  });
});

describe('data', () => {
  test.each<[string, Parameters<typeof folderOf>[0], RegExp]>([
    ['a missing file', { triples_2: undefined }, /lacks triples_2/],
    ['a malformed line', { triples_1: '0\t0\t1\n1\t0\n' }, /triples_1:2/],
    ['an id out of range', { triples_1: '0\t0\t999\n' }, /triples_1:1.*999/],
    ['an entity twice', { ent_ids_1: `0\ta\n${files.ent_ids_1}` }, /ent_ids_1/],
    ['a value that is not a number', { 'V.npy': npy(Array(120).fill(Number.NaN), [120, 1]) }, /NaN/],
    ['a truncated matrix', { 'V.npy': (files['V.npy'] as Uint8Array).slice(0, 300) }, /V\.npy/],
    ['a foreign file', { 'V.npy': 'this is text' }, /V\.npy/],
    ['an empty side', { ent_ids_2: '', triples_2: '' }, /ent_ids_2|empty|no entit/],
    ['no edges', { triples_2: '' }, /triples_2|no edges|no triples/],
  ])('%s', async (_, change, message) => {
    expect(await seeds('--data', badFolder(change), '--k', '20')).toMatch(message);
  });

  test('links to nobody are for evaluation only: said, and no reason to stop', async () => {
    const cwd = temporaryFolder();
    const data = badFolder({ ill_ent_ids: '0\t5000\n' });
    const run = await psqeCommand(cwd, 'seeds', '--data', data, '--k', '20', '--method', 'pivot', '--out', 'seeds.tsv');
    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(/! .*1 of 1 links have an unknown end.*ill_ent_ids:1 \(0, 5000\)/);
  });

  test('a modality that no entity has', async () => {
    const change = { 'V_mask.npy': npy(Array(120).fill(0), [120]) };
    expect(await seeds('--data', badFolder(change), '--k', '20')).toMatch(/V_mask|image/);
  });

  test.each([
    ['an unknown id', '0\t5000\t1\n', /seeds\.tsv:1.*5000/],
    ['an entity twice', '0\t60\t1\n0\t61\t1\n', /seeds\.tsv:2/],
    ['one column', '0\n', /seeds\.tsv:1/],
    ['nothing', '', /no pairs/],
  ])('seeds with %s', async (_, text, message) => {
    const file = join(temporaryFolder(), 'seeds.tsv');
    writeFileSync(file, text);
    expect(await refused('train', '--data', good, '--seeds', file, '--out', 'out')).toMatch(message);
  });
});

test('PSQE_DEBUG=1 shows where an error comes from', async () => {
  process.env.PSQE_DEBUG = '1';
  const { stderr, status } = await psqeCommand(temporaryFolder(), 'seeds', '--out', 'x', '--data', 'nowhere');
  delete process.env.PSQE_DEBUG;
  expect(status).toBe(2);
  expect(stderr).toMatch(/\n\s+at /);
});
