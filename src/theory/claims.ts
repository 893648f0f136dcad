import type { StageAccount } from './stages.js';

/** One statement about a stage, and what was measured. */
export interface StageClaim {
  readonly claim: string;
  /** The seeds before and after the stage. */
  readonly from: string;
  readonly to: string;
  /** The measure of these. */
  readonly before: number;
  readonly after: number;
  /** Whether it moved the claimed way. */
  readonly holds: boolean;
}

type Measure = (account: StageAccount) => number | null;
const kl: Measure = ({ spread }) => spread?.kl ?? null;
const precision: Measure = (account) => account.precision;
const coverage: Measure = (account) => account.coverage[1];

/** Statement, place in the list before and after, measure, and the way it should move. */
const claims: readonly (readonly [string, number, number, Measure, 1 | -1])[] = [
  ['stage 1 balances (KL falls)', 0, 1, kl, -1],
  ['stage 2 raises precision', 1, 2, precision, 1],
  ['stage 2 raises coverage (1 hop)', 1, 2, coverage, 1],
  ['stage 3 raises precision', 2, 3, precision, 1],
  ['stage 3 raises coverage (1 hop)', 2, 3, coverage, 1],
];

/**
 * T5: the paper's claims (arXiv 2602.22903) about its three stages, against one run.
 * @param accounts of a starting point and the three stages, in order; claims about what is not known are left out
 */
export function stageClaims(accounts: readonly [StageAccount, StageAccount, StageAccount, StageAccount]): StageClaim[] {
  return claims.flatMap(([claim, from, to, measure, way]) => {
    const [start, end] = [accounts[from]!, accounts[to]!];
    const [before, after] = [measure(start), measure(end)];
    if (before === null || after === null) return [];
    return [{ claim, from: start.stage, to: end.stage, before, after, holds: way * (after - before) > 0 }];
  });
}
