import { Matrix as Dense, solve } from 'ml-matrix';
import { DataError } from '../base/index.js';
import { evaluateAlignment, metricsByGroup } from '../evaluate/index.js';
import { fuse } from '../features/index.js';
import type { AlignmentTask, Links, Regions, SeedSet } from '../graph/index.js';
import type { AlignerResult } from '../train/index.js';
import { regionAccounts } from './stages.js';

/** A region of one run: its seeds, and what the aligner made of them. */
export interface RegionOutcome {
  readonly region: number;
  /** p_c; 0 where the region has no seeds. */
  readonly precision: number;
  /** q_c/π_c. */
  readonly ratio: number;
  /** Hits@1 of the test links whose left end is in the region. */
  readonly hits1: number;
  /** How many those are: the weight of the region in a fit. */
  readonly tested: number;
  /** Hits@1 of the raw features there, without seeds or training ({@link regionEase}), where it was asked for. */
  readonly ease?: number;
}

/** What a prediction may know of a region. */
export type RegionKnown = Pick<RegionOutcome, 'precision' | 'ratio' | 'ease'>;

/**
 * How easy each region is before anything is learned: Hits@1 of the fused raw features over its test links (CSLS,
 * candidates: the test links' right ends); NaN where a region has none.
 */
export function regionEase(
  task: AlignmentTask,
  { regions, test }: { readonly regions: Regions; readonly test: Links },
): number[] {
  const { ranks } = evaluateAlignment(fuse(task), test);
  const group = test.left.map((row) => regions.left[row]!);
  return metricsByGroup(ranks, group, regions.count).map(({ hits1 }) => hits1 ?? Number.NaN);
}

/**
 * Per-region outcomes of one trained aligner; regions without test links are left out.
 * @param o.test links to test on (CSLS, candidates: the test links' right ends), @param options.partner for the precisions
 * @param options.ease by region, to have it in the rows
 */
export function regionOutcomes(
  task: AlignmentTask,
  seeds: SeedSet,
  trained: Pick<AlignerResult, 'left' | 'right'>,
  o: {
    readonly regions: Regions;
    readonly partner: Int32Array;
    readonly test: Links;
    readonly ease?: readonly number[];
  },
): RegionOutcome[] {
  const { regions, test, ease } = o;
  const accounts = regionAccounts(task, seeds, o);
  const { ranks } = evaluateAlignment(trained, test);
  const group = test.left.map((row) => regions.left[row]!);
  const metrics = metricsByGroup(ranks, group, regions.count);
  return accounts
    .map(({ precision, ratio }, region) => {
      const tested = group.filter((c) => c === region).length;
      const known = { region, precision: precision ?? 0, ratio, ...(ease && { ease: ease[region]! }) };
      return { ...known, hits1: metrics[region]!.hits1 ?? Number.NaN, tested };
    })
    .filter(({ tested }) => tested > 0);
}

/** Regions in the order of their Hits@1, the worst first; equal ones by number. */
export const byHits = (rows: readonly RegionOutcome[]): RegionOutcome[] =>
  [...rows].sort((a, b) => a.hits1 - b.hits1 || a.region - b.region);

/** What a prediction is linear in, beside a constant: p_c; d = r/(1 + r), r = q_c/π_c, which saturates as seeds do; p·d; the ease. */
export type RegionTerm = 'precision' | 'density' | 'product' | 'ease';

/** Hits@1 of a region as a function of (p_c, q_c/π_c), or of these and its ease. */
export interface RegionFit {
  /** Of 1, and of the terms in their order. */
  readonly coefficients: readonly number[];
  /** Of the rows it was fitted on. */
  readonly r2: number;
  /** Within [0, 1]. */
  predict(row: RegionKnown): number;
}

/**
 * T5's prediction: least squares, regions weighted by their test links.
 * @param options.terms what it is linear in: precision, density and their product, which is T5's form
 * @throws {DataError} for no more regions than coefficients, and for rows without the ease that is asked for
 */
export function fitRegionHits(
  rows: readonly RegionOutcome[],
  { terms = t5Terms }: { readonly terms?: readonly RegionTerm[] } = {},
): RegionFit {
  const count = 1 + terms.length;
  if (rows.length <= count)
    throw new DataError(
      `${rows.length} regions for ${count} coefficients`,
      'fitRegionHits',
      `Give ${count + 1} at least`,
    );
  const basis = (row: RegionKnown): number[] => [1, ...terms.map((term) => termOf[term](row))];
  const root = rows.map((row) => Math.sqrt(row.tested));
  const x = new Dense(rows.map((row, i) => basis(row).map((b) => b * root[i]!)));
  const y = Dense.columnVector(rows.map((row, i) => row.hits1 * root[i]!));
  // By singular values, so that rows of one precision, or of one density, have a fit too.
  const coefficients = solve(x, y, true).to1DArray();
  const predict = (row: RegionKnown) => {
    const value = basis(row).reduce((sum, b, i) => sum + b * coefficients[i]!, 0);
    return Math.min(1, Math.max(0, value));
  };
  return { coefficients, predict, r2: rSquared(rows, predict) };
}

const t5Terms = ['precision', 'density', 'product'] as const;
const density = ({ ratio }: RegionKnown): number => ratio / (1 + ratio);
const termOf: Readonly<Record<RegionTerm, (row: RegionKnown) => number>> = {
  precision: (row) => row.precision,
  density,
  product: (row) => row.precision * density(row),
  ease: easeOf,
};

function easeOf({ ease }: RegionKnown): number {
  if (ease !== undefined) return ease;
  throw new DataError('a region whose ease is not known', 'fitRegionHits', 'Give regionOutcomes the ease (regionEase)');
}

/**
 * R² of predictions, regions weighted by their test links: 1 is exact, 0 no better than the rows' own mean, below 0
 * worse than that (on other rows than those fitted).
 */
export function rSquared(rows: readonly RegionOutcome[], predict: (row: RegionKnown) => number): number {
  const mean = weightedMean(rows, (row) => row.hits1);
  return (
    1 -
    weightedMean(rows, (row) => (row.hits1 - predict(row)) ** 2) / weightedMean(rows, (row) => (row.hits1 - mean) ** 2)
  );
}

/** Mean over regions weighted by their test links, e.g. of what was measured or predicted. */
export function weightedMean(rows: readonly RegionOutcome[], of: (row: RegionOutcome) => number): number {
  const total = rows.reduce((sum, row) => sum + row.tested, 0);
  return rows.reduce((sum, row) => sum + row.tested * of(row), 0) / total;
}

/** A prediction beside what was measured, regions weighted by their test links. */
export interface PredictionAccount {
  /** Means over the regions. */
  readonly measured: number;
  readonly predicted: number;
  readonly r2: number;
  /** R² once the mean error is taken off: what is left when only the level was wrong. */
  readonly levelled: number;
  /** Of predicted and measured; NaN where either is the same in all regions. */
  readonly correlation: number;
}

/** How a prediction does on some regions, and whether its fault is the level or the order. */
export function predictionAccount(
  rows: readonly RegionOutcome[],
  predict: (row: RegionKnown) => number,
): PredictionAccount {
  const [measured, predicted] = [weightedMean(rows, (row) => row.hits1), weightedMean(rows, predict)];
  const [m, p] = [(row: RegionOutcome) => row.hits1 - measured, (row: RegionOutcome) => predict(row) - predicted];
  const moment = (a: typeof m, b: typeof m) => weightedMean(rows, (row) => a(row) * b(row));
  return {
    measured,
    predicted,
    r2: rSquared(rows, predict),
    levelled: rSquared(rows, (row) => predict(row) - predicted + measured),
    correlation: moment(m, p) / Math.sqrt(moment(m, m) * moment(p, p)),
  };
}
