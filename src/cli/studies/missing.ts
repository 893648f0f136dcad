import * as z from 'zod';
import { option, optionSet } from '../../base/index.js';
import type { MissingRecord } from '../../study/index.js';
import { table } from '../table.js';
import { pairAsked, rangeAsked } from './asked.js';
import { begunBefore } from './begun.js';
import { study } from './study.js';

export const missing = study({
  name: 'missing',
  about: 'What is lost where pictures, or another kind of features, are missing: PSQE, pivot, SEU and true seeds',
  options: optionSet('study missing', {
    pair: pairAsked('emoji'),
    modality: option(z.string().min(1), 'image', 'Features that are taken away'),
    seeds: rangeAsked('1-5'),
  }),
  goesOn: true,
  run: async ({ pair: name, modality, seeds }, { again }, work) => {
    const { missingStudy, openPair, seedRange, studyKey, writeMissing } = await import('../../study/index.js');
    const pair = await openPair(name);
    const given = { modality, seeds: seedRange(seeds), k: pair.k };
    const entries = ['study/missing.js#missingStudy', 'study/gain/run.js#'];
    const made = await studyKey({ ...pair, options: given }, ...entries);
    const begun = await begunBefore('missing', name, made, again);
    const { rows, options } = await missingStudy(pair, given, work, begun.make);
    const record = { pair: name, options, made, rows };
    writeMissing(record);
    begun.end();
    return printed(record, false);
  },
  table: async ({ pair }, markdown) => {
    const { missingRecord } = await import('../../study/index.js');
    return printed(missingRecord(pair), markdown);
  },
});

async function printed({ rows }: MissingRecord, markdown: boolean): Promise<string> {
  const { markdownTable, missingCells, missingHead } = await import('../../study/index.js');
  const cells = rows.map(missingCells);
  return markdown ? markdownTable(missingHead, cells).join('\n') : table(missingHead, cells);
}
