import type { Work } from '../../base/index.js';
import type { GainPair, GainRequest } from '../../study/index.js';
import { table } from '../table.js';
import { ablationLists, gainOptions } from './asked.js';
import { study } from './study.js';

export const gain = study({
  name: 'gain',
  about: 'What PSQE gains over other seeds, and what each of its ingredients gives (docs/gain.md)',
  options: gainOptions,
  rows: async () => ablationLists,
  run: async (options, again, work) => {
    const { gainRequest, openPair } = await import('../../study/index.js');
    const request = gainRequest(options);
    const pair = await openPair(request.pair);
    await runMissing(pair, request, again, work);
    return printed(request, false);
  },
  table: async (options, markdown) => {
    const { gainRequest } = await import('../../study/index.js');
    return printed(gainRequest(options), markdown);
  },
});

/** Seed by seed, so that rows which share seeds find them made; each record is kept as soon as its run ends. */
async function runMissing(pair: GainPair, request: GainRequest, again: boolean, work: Work): Promise<void> {
  const { gainGroups, gainKeeper, gainPlace, madeHere, readGain, writeGroups } = await import('../../study/index.js');
  const { ablations, aligner, seeds } = request;
  writeGroups(pair.name, madeHere(pair.task).task, gainGroups(pair.task, pair.truth));
  const keep = gainKeeper(pair, tell, work);
  for (const seed of seeds)
    for (const ablation of ablations) {
      const place = gainPlace({ pair: pair.name, ablation: ablation.name, aligner, seed });
      if (!again && readGain(pair.name).some((r) => gainPlace(r) === place)) continue;
      await keep(ablation, { seed, aligner });
    }
}

const tell = (line: string) => process.stderr.write(`${line}\n`);

async function printed(request: GainRequest, markdown: boolean): Promise<string> {
  const { gainView, markdownTable, marksUsed } = await import('../../study/index.js');
  const { head, cells } = gainView(request);
  const lines = markdown ? markdownTable(head, cells).join('\n') : table(head, cells);
  const notes = marksUsed(cells.map((row) => row[1]).join(''));
  return [`${request.pair}, aligner ${request.aligner}`, lines, ...notes].join('\n\n');
}
