import { count, option, optionSet } from '../../base/index.js';
import type { TheoryRecord } from '../../study/index.js';
import { table } from '../table.js';
import { pairAsked, seedAsked } from './asked.js';
import { begunBefore } from './begun.js';
import { study } from './study.js';

export const theory = study({
  name: 'theory',
  about: 'Statements T2 to T5 on a real pair: the image pivot (without pictures: names) and PSQE after each stage',
  options: optionSet('study theory', {
    pair: pairAsked('dbp15k'),
    seed: seedAsked,
    epochs: option(count(), 12, 'Of the watched trainings of MCLEA'),
  }),
  goesOn: true,
  run: async ({ pair: name, seed, epochs }, { again }, work) => {
    const [{ openPair, studyKey, theoryStudy, writeTheory }, { pivotSeeds, psqe }, { stagesOf }] = await Promise.all([
      import('../../study/index.js'),
      import('../../seeds/index.js'),
      import('../../theory/index.js'),
    ]);
    const { task, truth, k } = await openPair(name);
    const entries = ['study/theory-study.js#theoryStudy', 'seeds/index.js#pivotSeeds', 'seeds/index.js#psqe'];
    const made = await studyKey({ task, truth, options: { k, seed, epochs } }, ...entries);
    const { seeds: pivot } = await pivotSeeds(task, { k, seed }, work);
    const { resample, refine, expand } = stagesOf(await psqe(task, { k, seed }, work));
    const sets = { pivot, 'stage 1': resample, 'stage 2': refine, 'stage 3': expand };
    const begun = await begunBefore('theory', name, made, again);
    const { rows, options } = await theoryStudy({ task, truth }, sets, { seed, epochs }, work, begun.make);
    const record = { pair: name, options, made, rows };
    writeTheory(record);
    begun.end();
    return printed(record, false);
  },
  table: async ({ pair }, markdown) => {
    const { theoryRecord } = await import('../../study/index.js');
    return printed(theoryRecord(pair), markdown);
  },
});

const head = [
  'seeds',
  'number',
  'precision',
  'KL',
  'pull, predicted',
  'measured',
  'KL of gradients',
  'Hits@1',
  'sparse',
];

async function printed({ rows }: TheoryRecord, markdown: boolean): Promise<string> {
  const { markdownTable } = await import('../../study/index.js');
  const digits = (x: number | null) => (x === null ? '' : x.toFixed(3));
  const cells = rows.map((r) => {
    const { predicted, measured } = r.pull.plain;
    const shares = [r.precision, r.kl, predicted, measured, r.mass.gradient, r.hits1, r.sparse].map(digits);
    return [r.seeds, String(r.count), ...shares];
  });
  return markdown ? markdownTable(head, cells).join('\n') : table(head, cells);
}
