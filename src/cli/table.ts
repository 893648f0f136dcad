import Table from 'cli-table3';
import type { RunReport, RunResult } from '../study/index.js';

const percent = (share: number | null) => (share === null ? '–' : (100 * share).toFixed(1));
const fixed = (value: number | null, digits = 2) => (value === null ? '–' : value.toFixed(digits));

/** A table without colours: the same on a terminal, in a file and in the README. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const made = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
  });
  made.push(...rows.map((cells) => [...cells]));
  return made.toString();
}

/** Number, precision and spread of the seeds. */
export function seedTable({ seeds }: RunReport): string {
  const head = [
    'seeds',
    'number',
    'precision %',
    'recall %',
    'coverage 0/1/2 hops %',
    'KL clusters',
    'KL degree',
    'Gini',
    's',
  ];
  const rows = Object.entries(seeds).map(([name, q]) => [
    name,
    q.count,
    percent(q.precision),
    percent(q.recall),
    [q.coverage['0'], q.coverage['1'], q.coverage['2']].map(percent).join(' / '),
    fixed(q.balance.cluster.kl),
    fixed(q.balance.degree.kl),
    fixed(q.balance.gini),
    fixed(q.seconds, 1),
  ]);
  return table(head, rows);
}

/** What the aligner reaches from each seed set. */
export function alignmentTable({ alignment }: RunReport): string {
  const head = ['trained on', 'Hits@1 %', 'Hits@10 %', 'MRR', 'sparse H@1 %', 'unseeded H@1 %', 'reverse H@1 %', 's'];
  const rows = Object.entries(alignment).map(([name, a]) => [
    name,
    percent(a.hits1),
    percent(a.hits10),
    fixed(a.mrr, 3),
    percent(a.sparse.hits1),
    percent(a.unseeded.hits1),
    percent(a.reverse.hits1),
    fixed(a.seconds, 1),
  ]);
  return table(head, rows);
}

/** Hits@1 by decoder and candidates; undefined where a record has CSLS among the test ends alone. */
export function decoderTable({ alignment }: RunReport): string | undefined {
  const head = ['Hits@1 %', 'CSLS 3, test ends', 'CSLS 3, all', 'Sinkhorn, test ends', 'Sinkhorn, all'];
  const rows = Object.entries(alignment).flatMap(([name, { hits1, decoders }]) =>
    decoders
      ? [
          [
            name,
            ...[hits1, ...[decoders.cslsAll, decoders.sinkhorn, decoders.sinkhornAll].map((d) => d.hits1)].map(percent),
          ],
        ]
      : [],
  );
  return rows.length > 0 ? table(head, rows) : undefined;
}

/** What `psqe run` prints of its result, and the README of one such run. */
export function resultText(report: RunReport, tested: RunResult['tested']): string {
  const head = `${report.task}, engine ${report.engine}, seed ${report.seed}\n\n${seedTable(report)}\n\n`;
  if (!tested) return `${head}No true links here: seeds are measured without them, and no aligner is tested.`;
  const decoders = decoderTable(report);
  return (
    `${head}${alignmentTable(report)}\n${decoders ? `${decoders}\n` : ''}` +
    `${tested.all} test links, CSLS 3. Sparse: left end in the lowest quartile of degree (${tested.sparse} links; equal degrees ` +
    `stay together). Unseeded: left end a seed in none of the sets (${tested.unseeded}).`
  );
}
