import { Command } from 'commander';
import type { Option } from '../../base/index.js';
import type { MeantRecords } from '../../study/index.js';
import { flag } from '../options.js';
import { withWork } from '../session.js';
import { gain } from '../studies/gain.js';

interface Flags {
  pair: string;
  rows?: string;
  aligner?: string;
  seeds?: string;
  run?: boolean;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** A command about the gain study's records of a pair: of all rows, aligners and random seeds, unless some are named. */
function ofRecords(name: string, description: string, rows: string): Command {
  const { pair, rows: named, aligner, seeds } = gain.options.fields as Record<string, Option<string>>;
  const all = (flags: string, option: Option<string>, what: string) =>
    flag(flags, { ...option, words: `${option.words} (${what})` }).default(undefined);
  return new Command(name)
    .description(description)
    .addOption(flag('--pair <name>', pair!))
    .addOption(all('--rows <names>', named!, rows))
    .addOption(all('--aligner <name>', aligner!, 'all'))
    .addOption(all('--seeds <range>', seeds!, 'all'));
}

/** `psqe study stale`: which records the code, options or data of today may not give again; runs them again. */
export const staleCommand = (): Command =>
  ofRecords('stale', 'list the records that differ from today in code, options or data', 'all')
    .option('--run', 'run them again')
    .action(async ({ run, ...flags }: Flags) => {
      const { gainStale, openPair } = await import('../../study/index.js');
      const meant = await meantBy(flags);
      await withWork(async (work) => gainStale(await openPair(flags.pair), { ...meant, run: run === true }, say, work));
    });

/** `psqe study confirm`: whether stale records come out the same; writes down where they do. */
export const confirmCommand = (): Command =>
  ofRecords(
    'confirm',
    'run stale records again, one a row and code, and write down where the code gives the same',
    'psqe,pivot-csls',
  ).action(async (flags: Flags) => {
    const { gainConfirm, openPair } = await import('../../study/index.js');
    const meant = await meantBy(flags);
    if (!(await withWork(async (work) => gainConfirm(await openPair(flags.pair), meant, say, work))))
      process.exitCode = 1;
  });

async function meantBy({ rows, aligner, seeds }: Flags): Promise<MeantRecords> {
  const { gainRequest, seedRange } = await import('../../study/index.js');
  const request = gainRequest({ ...(rows && { rows }), ...(aligner && { aligner }), ...(seeds && { seeds }) });
  return {
    ...(rows && { rows: request.ablations.map(({ name }) => name) }),
    ...(aligner && { aligner }),
    ...(seeds && { seeds: seedRange(seeds) }),
  };
}
