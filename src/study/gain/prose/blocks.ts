import Table from 'cli-table3';
import { balanceCells, balanceHead, missingCells, missingHead } from '../../record-cells.js';
import { balanceRecord, choicesRecord, missingRecord, tonesRecord } from '../../stored.js';
import { gainRequestOf } from '../ask.js';
import { markdownTable, percent, runsCell } from '../cells.js';
import { storedDecoders } from '../decoders.js';
import { gainMarks } from '../marks.js';
import { gainView } from '../view.js';
import type { Block } from './render.js';

/** The gain study's tables: a table below the command that prints it, and a row of the README's summary. */
export const gainBlocks: Readonly<Record<string, Block>> = {
  'gain-table': (args) => {
    const { head, cells } = gainView(gainRequestOf(args));
    return [`\`npx psqe study table gain ${args}\``, '', ...markdownTable(head, cells)].join('\n');
  },
  'decoder-row': (args) => decoderSummary(args).join(' | '),
  'gain-marks': () =>
    Object.entries(gainMarks)
      .map(([sign, words]) => `- ${sign} ${words}`)
      .join('\n'),
  'balance-table': (pair) => markdownTable(balanceHead, balanceRecord(pair).rows.map(balanceCells)).join('\n'),
  'missing-table': (pair) => markdownTable(missingHead, missingRecord(pair).rows.map(missingCells)).join('\n'),
};

/** Runs of the first row, and each row's Hits@1: CSLS and Sinkhorn, each of the test ends and in brackets all of G2. */
function decoderSummary(args: string): string[] {
  const request = gainRequestOf(args);
  const rows = storedDecoders(request);
  const cells = request.ablations.map(({ name }) => {
    const row = rows.find((r) => r.ablation === name);
    if (!row) return '';
    const [c, call, s, sall] = (['csls test', 'csls all', 'sinkhorn test', 'sinkhorn all'] as const).map((by) =>
      percent(row.hits1[by].own.mean),
    );
    return `${c} (${call}) / ${s} (${sall})`;
  });
  const first = rows.find((r) => r.ablation === request.ablations[0]!.name);
  return [first ? runsCell(first.runs, first.mark) : '', ...cells];
}

/** What the studies `tones` and `choices` print. */
export const printedBlocks: Readonly<Record<string, Block>> = {
  'tones-table': (which) => {
    const { values, counts } = tonesRecord()[which as 'found' | 'alike'];
    return drawn(
      ['', ...values],
      counts.map((row, i) => [values[i]!, ...row.map(String)]),
    );
  },
  'choices-table': (pair) => {
    const { rows, learned } = choicesRecord()[pair]!;
    const table = drawn(
      ['clusters', 'seeds', 'confirmed', 'precision', 'KL'],
      rows.map((r) => [r.clusters, r.seeds, ...[r.confirmed, r.precision, r.kl].map((x) => x.toFixed(3))]),
    );
    const weights = Object.entries(learned).map(([name, weight]) => `${name} ${weight.toFixed(2)}`);
    return `${table}\nlearned weights: ${weights.join(', ')}`;
  },
};

function drawn(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  table.push(...rows.map((cells) => [...cells]));
  return table.toString();
}
