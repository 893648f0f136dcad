import type { Estimate } from '../../stats/index.js';
import type { GainRow } from './table.js';

/** Titles of the columns of {@link gainCells}. @param against the row compared with */
export const gainHead = (against: string): string[] => [
  'row',
  'runs',
  'seeds',
  'precision',
  'KL',
  'cov. 1 hop',
  'Hits@1',
  '± 95 %',
  `minus ${against}`,
  'p (Holm)',
  'sparse',
  `minus ${against}`,
  'toned',
  'not toned',
  'unseeded (links)',
  `minus ${against}`,
  's',
];

/** A share in per cent; empty for none. */
export const percent = (x: number | null | undefined) => (x == null ? '' : (100 * x).toFixed(1));

/** A difference with its interval, in points. */
export const points = (d: Estimate, sign = 1): string => {
  const mean = `${sign * d.mean > 0 && sign < 0 ? '+' : ''}${percent(sign * d.mean)}`;
  if (d.low === null || d.high === null) return mean;
  const [low, high] = sign < 0 ? [-d.high, -d.low] : [d.low, d.high];
  return `${mean} [${percent(low)}, ${percent(high)}]`;
};

/** {@link points}; empty for none. */
export const difference = (effect: Estimate | null | undefined) => (effect ? points(effect) : '');

/** Half the width of an interval, in points; empty for one run. */
export const around = ({ mean, high }: Estimate): string => (high === null ? '' : percent(high - mean));

/** A number of runs with what is to be said of them. */
export const runsCell = (runs: number, mark: string): string => (mark === '' ? `${runs}` : `${runs} ${mark}`);

/** A row of the gain table as text, below {@link gainHead}. */
export function gainCells(row: GainRow): string[] {
  const { hits1, effect } = row.effects.all!;
  return [
    row.ablation,
    runsCell(row.runs, row.mark),
    row.count.toFixed(0),
    percent(row.precision),
    row.kl.toFixed(3),
    percent(row.coverage1),
    percent(hits1.mean),
    around(hits1),
    difference(effect),
    row.holm === null ? '' : row.holm < 0.001 ? '< .001' : row.holm.toFixed(3).replace(/^0/, ''),
    percent(row.effects['sparsest quarter']?.hits1.mean),
    difference(row.effects['sparsest quarter']?.effect),
    ...['skin-toned', 'not toned'].map((group) => percent(row.effects[group]?.hits1.mean)),
    row.unseeded ? `${percent(row.unseeded.hits1)} (${row.unseeded.links.toFixed(0)})` : '',
    difference(row.unseeded?.effect),
    row.seconds.toFixed(0),
  ];
}

/** Lines of a Markdown table. */
export const markdownTable = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
