import Table from 'cli-table3';
import type { ProfileEntry } from '../base/index.js';
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

/** Operations that take less than this share of the processor time are one line a stage. */
const worthALine = 0.002;

/**
 * Where the time went, by stage and operation; matrix products also against the rate of plain ones on this machine.
 * @param peak additions and multiplications a second
 */
export function profileTable(entries: readonly ProfileEntry[], peak: number): string {
  const total = entries.reduce((sum, { cpu }) => sum + cpu, 0);
  const wall = entries.reduce((sum, entry) => sum + entry.wall, 0);
  const rows = [...byStage(entries)].flatMap(([stage, all]) => {
    const [shown, small] = [true, false].map((large) => all.filter(({ cpu }) => cpu >= worthALine * total === large));
    const sumOf = (key: 'calls' | 'wall' | 'cpu') => small!.reduce((sum, entry) => sum + entry[key], 0);
    const [calls, wallOfRest, cpu] = [sumOf('calls'), sumOf('wall'), sumOf('cpu')];
    const rest = { stage, op: 'less than 0.2 % each', calls, wall: wallOfRest, cpu, flops: 0 };
    return [...shown!.sort((a, b) => b.cpu - a.cpu), ...(small!.length > 0 ? [rest] : [])];
  });
  const cells = rows.map(({ stage, op, calls, wall, cpu, flops }) => {
    const rate = flops > 0 ? flops / wall : 0;
    const speed = rate > 0 ? [(rate / 1e9).toFixed(1), percent(rate / peak)] : ['', ''];
    return [stage, op, calls || '', fixed(wall), fixed(cpu), percent(cpu / total), ...speed];
  });
  const head = ['stage', 'operation', 'calls', 'wall s', 'CPU s', 'CPU %', 'GFlop/s', '% of matmul'];
  const sum = `${fixed(wall, 1)} s, ${fixed(total, 1)} CPU s; matmul of 1024 × 1024: ${(peak / 1e9).toFixed(1)} GFlop/s`;
  return `${table(head, cells)}\n${sum}`;
}

function byStage(entries: readonly ProfileEntry[]): Map<string, ProfileEntry[]> {
  const stages = new Map<string, ProfileEntry[]>();
  for (const entry of entries) stages.set(entry.stage, [...(stages.get(entry.stage) ?? []), entry]);
  return stages;
}

/** A time as people say it. */
export const duration = (seconds: number): string =>
  seconds < 90
    ? `${seconds.toFixed(0)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;
