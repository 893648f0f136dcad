import { DataError } from '../base/index.js';
import { type Estimate, estimate, mean } from '../stats/index.js';
import type { StageAccount } from './stages.js';

/** Accounts of a starting point and the three stages, in order, of one random seed. */
export type StageRun = readonly [StageAccount, StageAccount, StageAccount, StageAccount];

/** One statement about a stage, and what was measured. */
export interface StageClaim {
  readonly claim: string;
  /** The seeds before and after the stage. */
  readonly from: string;
  readonly to: string;
  /** The measure of these, means over the runs. */
  readonly before: number;
  readonly after: number;
  /** After less before, paired by run: mean and 95 % interval. */
  readonly change: Estimate;
  /** Whether it moves the claimed way: its interval tells; "cannot be told" where that holds zero, or there is one run. */
  readonly verdict: 'yes' | 'no' | 'cannot be told';
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
 * T5: the paper's claims (arXiv 2602.22903) about its three stages, against runs of several random seeds.
 * @param runs one a random seed; claims about what is not known are left out
 * @throws {DataError} without a run
 */
export function stageClaims(runs: readonly StageRun[]): StageClaim[] {
  if (runs.length === 0) throw new DataError('no runs', 'stageClaims', 'Give one a random seed');
  return claims.flatMap(([claim, from, to, measure, way]) => {
    const [before, after] = [from, to].map((at) => runs.map((run) => measure(run[at]!)));
    if (!known(before!) || !known(after!)) return [];
    const change = estimate(after!, before!);
    const [start, end] = [runs[0]![from]!, runs[0]![to]!];
    const means = { before: mean(before!), after: mean(after!) };
    return [{ claim, from: start.stage, to: end.stage, ...means, change, verdict: verdictOf(change, way) }];
  });
}

const known = (values: (number | null)[]): values is number[] => values.every((value) => value !== null);

function verdictOf({ low, high }: Estimate, way: 1 | -1): StageClaim['verdict'] {
  if (low === null || high === null || low * high <= 0) return 'cannot be told';
  return Math.sign(low) === way ? 'yes' : 'no';
}
