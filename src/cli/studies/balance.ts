import * as z from 'zod';
import { count, option, optionSet } from '../../base/index.js';
import type { BalanceRecord } from '../../study/index.js';
import { table } from '../table.js';
import { pairAsked, rangeAsked } from './asked.js';
import { begunBefore } from './begun.js';
import { study } from './study.js';

export const balance = study({
  name: 'balance',
  about: 'Balance alone: true and wrong seeds of one number and precision, only their spread over regions tilted',
  options: optionSet('study balance', {
    pair: pairAsked('emoji'),
    k: option(count(), 200, 'Seeds'),
    precision: option(z.number().gt(0).max(1), 0.65, 'Share of them that are true'),
    seeds: rangeAsked('1-20'),
  }),
  goesOn: true,
  run: async ({ pair: name, seeds, ...asked }, { again }, work) => {
    const { balanceStudy, openPair, seedRange, studyKey, writeBalance } = await import('../../study/index.js');
    const pair = await openPair(name);
    const given = { ...asked, seeds: seedRange(seeds) };
    const made = await studyKey({ ...pair, options: given }, 'study/balance.js#balanceStudy');
    const begun = await begunBefore('balance', name, made, again);
    const { rows, options } = await balanceStudy(pair, given, work, begun.make);
    const record = { pair: name, options, made, rows };
    writeBalance(record);
    begun.end();
    return printed(record, false);
  },
  table: async ({ pair }, markdown) => {
    const { balanceRecord } = await import('../../study/index.js');
    return printed(balanceRecord(pair), markdown);
  },
});

async function printed({ rows }: BalanceRecord, markdown: boolean): Promise<string> {
  const { balanceCells, balanceHead, markdownTable } = await import('../../study/index.js');
  const cells = rows.map(balanceCells);
  return markdown ? markdownTable(balanceHead, cells).join('\n') : table(balanceHead, cells);
}
