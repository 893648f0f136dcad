import type { Estimate } from '../stats/index.js';
import { percent, points } from './gain/cells.js';
import type { MissingRow } from './missing.js';

/** Titles of the columns of {@link missingCells}. */
export const missingHead = [
  'kept',
  'row',
  'seeds',
  'precision',
  'CSLS',
  '± 95 %',
  'minus the first row',
  'Sinkhorn',
  '± 95 %',
] as const;

const around = ({ mean, high }: Estimate) => (high === null ? '' : percent(high - mean));

/** A row as text, below {@link missingHead}. */
export const missingCells = (row: MissingRow): string[] => [
  percent(row.kept),
  row.row,
  row.seeds.toFixed(0),
  percent(row.precision.mean),
  percent(row.csls.mean),
  around(row.csls),
  row.effect ? points(row.effect) : '',
  percent(row.sinkhorn.mean),
  around(row.sinkhorn),
];
