import type { BalanceRow } from './balance.js';
import { around, difference, percent } from './gain/cells.js';
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

/** A row as text, below {@link missingHead}. */
export const missingCells = (row: MissingRow): string[] => [
  percent(row.kept),
  row.row,
  row.seeds.toFixed(0),
  percent(row.precision.mean),
  percent(row.csls.mean),
  around(row.csls),
  difference(row.effect),
  percent(row.sinkhorn.mean),
  around(row.sinkhorn),
];

/** Titles of the columns of {@link balanceCells}. */
export const balanceHead = ['KL', 'Hits@1', '± 95 %', 'minus even seeds'] as const;

/** A row as text, below {@link balanceHead}. */
export const balanceCells = ({ kl, hits1, effect }: BalanceRow): string[] => [
  kl.toFixed(2),
  percent(hits1.mean),
  around(hits1),
  difference(effect),
];
