import { DataError, OptionError, type Work } from '../../base/index.js';
import type { ClusterRequest, FailedJob, GainJob, GainPair, GainRequest } from '../../study/index.js';
import { table } from '../table.js';
import { ablationLists, gainOptions } from './asked.js';
import { type HowToRun, study } from './study.js';

export const gain = study({
  name: 'gain',
  about: 'What PSQE gains over other seeds, and what each of its ingredients gives (docs/gain.md)',
  options: gainOptions,
  rows: async () => ablationLists,
  sweeps: true,
  run: async (options, how, work) => {
    const { gainRequest, openPair } = await import('../../study/index.js');
    const request = gainRequest(options);
    checkPlace(how);
    const pair = await openPair(request.pair);
    await runMissing(pair, request, how, work);
    return printed(request, false);
  },
  table: async (options, markdown) => {
    const { gainRequest } = await import('../../study/index.js');
    return printed(gainRequest(options), markdown);
  },
});

/** Seed by seed, so that rows which share seeds find them made; each record is kept as soon as its run ends. */
async function runMissing(pair: GainPair, request: GainRequest, how: HowToRun, work: Work) {
  const { gainGroups, gainKeeper, gainPlace, madeHere, readGain, writeGroups } = await import('../../study/index.js');
  const { ablations, aligner, seeds } = request;
  writeGroups(pair.name, madeHere(pair.task).task, gainGroups(pair.task, pair.truth));
  const there = new Set(how.again ? [] : readGain(pair.name).map(gainPlace));
  const wants = (job: GainJob) => !there.has(gainPlace(job));
  const jobs = seeds.flatMap((seed) =>
    ablations.map((ablation) => ({ pair: pair.name, ablation: ablation.name, aligner, seed })),
  );
  const missing = jobs.filter(wants);
  if (missing.length > 0 && how.on && how.on !== 'local') return onCluster(how.on, pair, { jobs, wants }, how, work);
  if (how.workers !== undefined) return sweep(missing, how, work);
  const keep = gainKeeper(pair, tell, work);
  for (const { ablation, seed } of missing)
    await keep(ablations.find(({ name }) => name === ablation)!, { seed, aligner });
}

/** What is said to one place only is refused at another. @throws {OptionError} */
function checkPlace({ on = 'local', ...given }: HowToRun): void {
  for (const [option, place] of [
    ['partition', 'slurm'],
    ['time', 'slurm'],
    ['server', 'temporal'],
  ] as const)
    if (given[option] !== undefined && on !== place)
      throw new OptionError(`says nothing to --on ${on}`, `--${option}`, `Leave it out, or give --on ${place}`);
  if (on === 'local' && given.threads !== undefined && given.workers === undefined)
    throw new OptionError('is for worker processes', '--threads', 'Give --workers 1, too');
}

/** @throws {DataError} naming the runs that failed, when all others are kept */
async function sweep(missing: readonly GainJob[], { workers, threads }: HowToRun, work: Work): Promise<void> {
  const { sweepGain } = await import('../../study/index.js');
  nameFailed(await sweepGain(missing, tell, { workers, threads }, work), missing.length);
}

/** The same on several machines. @throws as `sweepCluster` */
async function onCluster(
  on: 'slurm' | 'temporal',
  pair: GainPair,
  request: ClusterRequest,
  how: HowToRun,
  work: Work,
): Promise<void> {
  const { sweepCluster } = await import('../../study/index.js');
  const { store = 'sweeps', threads = 1, workers, partition, time, server } = how;
  const slurm = { limit: workers, partition, time };
  const o = { on, store, threads, slurm, temporal: { workers, server } };
  nameFailed(await sweepCluster(pair, request, tell, o, work), request.jobs.filter(request.wants).length);
}

function nameFailed(failed: readonly FailedJob<GainJob>[], of: number): void {
  if (failed.length === 0) return;
  throw new DataError(
    `${failed.length} of ${of} runs failed: ${failed.map(({ name, why }) => `${name} (${why})`).join('; ')}`,
    'study run gain',
    'The others are kept: the same command begins these again',
  );
}

const tell = (line: string) => process.stderr.write(`${line}\n`);

async function printed(request: GainRequest, markdown: boolean): Promise<string> {
  const { gainView, markdownTable, marksUsed } = await import('../../study/index.js');
  const { head, cells } = gainView(request);
  const lines = markdown ? markdownTable(head, cells).join('\n') : table(head, cells);
  const notes = marksUsed(cells.map((row) => row[1]).join(''));
  return [`${request.pair}, aligner ${request.aligner}`, lines, ...notes].join('\n\n');
}
