import { Command } from 'commander';
import type { MeantRecords } from '../../study/index.js';
import { withWork } from '../session.js';

interface Flags {
  pair: string;
  rows?: string;
  aligner?: string;
  seeds?: string;
  run?: boolean;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** A command about the gain study's records of a pair: of all rows, aligners and random seeds, unless some are named. */
const ofRecords = (name: string, description: string, rows: string) =>
  new Command(name)
    .description(description)
    .option('--pair <name>', 'the pair of graphs', 'emoji')
    .option('--rows <names>', `ablations, or a list of them (${rows})`)
    .option('--aligner <name>', 'the aligner (all)')
    .option('--seeds <range>', 'random seeds, first-last (all)');

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
