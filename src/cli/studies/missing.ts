import * as z from 'zod';
import { option, optionSet } from '../../base/index.js';
import type { MissingRecord } from '../../study/index.js';
import { table } from '../table.js';
import { pairAsked, rangeAsked } from './asked.js';
import { study } from './study.js';

export const missing = study({
  name: 'missing',
  about: 'What is lost where pictures, or another kind of features, are missing: PSQE, pivot, SEU and true seeds',
  options: optionSet('study missing', {
    pair: pairAsked('emoji'),
    modality: option(z.string().min(1), 'image', 'Features that are taken away'),
    seeds: rangeAsked('1-5'),
  }),
  run: async ({ pair: name, modality, seeds }, _again, work) => {
    const { missingStudy, openPair, seedRange, studyKey, writeMissing } = await import('../../study/index.js');
    const pair = await openPair(name);
    const given = { modality, seeds: seedRange(seeds), k: pair.k };
    const entries = ['study/missing.js#missingStudy', 'study/gain/run.js#'];
    const made = await studyKey({ ...pair, options: given }, ...entries);
    const { rows, options } = await missingStudy(pair, given, work);
    const record = { pair: name, options, made, rows };
    writeMissing(record);
    return printed(record, false);
  },
  table: async ({ pair }, markdown) => {
    const { missingRecord } = await import('../../study/index.js');
    return printed(missingRecord(pair), markdown);
  },
});

const head = ['kept', 'row', 'seeds', 'precision', 'CSLS', '± 95 %', 'minus the first', 'Sinkhorn', '± 95 %'];

async function printed({ rows }: MissingRecord, markdown: boolean): Promise<string> {
  const { markdownTable, percent, points } = await import('../../study/index.js');
  const around = ({ mean, high }: MissingRecord['rows'][number]['csls']) => (high === null ? '' : percent(high - mean));
  const cells = rows.map((r) => [
    percent(r.kept),
    r.row,
    r.seeds.toFixed(0),
    percent(r.precision.mean),
    percent(r.csls.mean),
    around(r.csls),
    r.effect ? points(r.effect) : '',
    percent(r.sinkhorn.mean),
    around(r.sinkhorn),
  ]);
  return markdown ? markdownTable(head, cells).join('\n') : table(head, cells);
}
