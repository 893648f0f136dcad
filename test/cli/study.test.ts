import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/index.js';
import { studies } from '../../src/cli/studies/index.js';
import { ablationLists, gainAblations } from '../../src/study/index.js';
import { temporaryFolder } from '../read/folders.js';
import { psqeCommand } from './cli.js';

const study = (...args: string[]) => psqeCommand(temporaryFolder(), 'study', ...args);

describe('psqe study', () => {
  it('names every study, and the rows of those that have some', async () => {
    const { status, stdout } = await study('list');
    expect(status).toBe(0);
    for (const { name, about } of studies) expect(stdout).toContain(`${name}: ${about}`);
    for (const { name, group } of gainAblations)
      expect(stdout).toMatch(new RegExp(`^ {2}${group}: (.*, )?${name}(,|$)`, 'm'));
  });

  it('prints the stored table that docs/gain.md has below the same command', async () => {
    const rows = 'pivot,pivot-csls,pivot-csls-n,reference,no-variants,truth30';
    const asked = ['--pair', 'emoji', '--rows', rows, '--aligner', 'small', '--against', 'no-variants'];
    const { status, stdout } = await study('table', 'gain', ...asked, '--markdown');
    expect(status).toBe(0);
    // What the signs behind a number of runs mean stands below.
    const table = `${stdout
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .join('\n')}\n`;
    expect(table.split('\n')).toHaveLength(rows.split(',').length + 3);
    const docs = readFileSync(join(packageRoot(), 'docs', 'gain.md'), 'utf8');
    expect(docs).toContain(`\`npx psqe study table gain ${asked.join(' ')}\`\n\n${table}`);
  });

  it('takes the options of each study, with their words', async () => {
    const { stdout } = await study('run', 'balance', '--help');
    expect(stdout).toMatch(/--precision <n> +share of them that are true \(default: 0\.65\)/);
    // Studies that keep what they have done can be told to begin anew.
    for (const [name, keeps] of [
      ['balance', true],
      ['gain', true],
      ['map', false],
    ] as const)
      expect((await study('run', name, '--help')).stdout.includes('--fresh'), name).toBe(keeps);
  });

  it.each([
    [['run', 'gian'], /unknown command 'gian'[\s\S]*gain/],
    [['table', 'map'], /unknown command 'map'/],
    [['table', 'gain', '--rows', 'pivot,psqee'], /unknown ablation "psqee"\. Did you mean "psqe"/],
    [['table', 'gain', '--aligner', 'smal'], /unknown aligner "smal"\. Did you mean "small"/],
    [['table', 'gain', '--seeds', 'all'], /--seeds: a number, or two with "-" between them/],
    [['run', 'gain', '--seeds', '5-1'], /"5-1" holds no seed/],
    [['run', 'gain', '--pair', 'fr:openmoji'], /no pair "fr:openmoji"/],
    [['run', 'gain', '--on', 'slrum'], /unknown on "slrum"\. Did you mean "slurm"/],
    [['run', 'gain', '--time', '1:00:00'], /--time: says nothing to --on local\. Leave it out, or give --on slurm/],
    [['run', 'gain', '--on', 'slurm', '--server', 'a:1'], /--server: says nothing to --on slurm/],
    [['run', 'gain', '--on', 'slurm', '--partition', 'a b'], /--partition: a word/],
    [['run', 'gain', '--threads', '2'], /--threads: is for worker processes/],
    [['run', 'balance', '--k', 'many'], /--k.*"many" is not a number/],
    [['table', 'balance', '--pair', 'nowhere'], /no stored record.*psqe study run balance --pair nowhere/],
  ])('%j is refused', async (args, message) => {
    const { status, stderr } = await study(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

it.each([
  [[], /no such file/],
  [['--workers', '0'], /--workers/],
  [['--submission', '1'], /--submission: is for tasks that Slurm starts/],
])('a worker without a sweep is refused: %j', async (args, message) => {
  const { status, stderr } = await psqeCommand(temporaryFolder(), 'worker', 'nowhere', ...args);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

it('an ablation stands in one group, which it states; own layers use no truth', () => {
  const groups = Object.entries(ablationLists).filter(([name]) => !['main', 'ingredients'].includes(name));
  expect(groups.flatMap(([, each]) => each)).toHaveLength(gainAblations.length);
  expect(ablationLists.pictures!.map(({ name }) => name)).toEqual(['own-layers']);
  for (const { name, links, group } of gainAblations)
    expect(['truth', 'links'].includes(group), name).toBe(links !== undefined);
});
