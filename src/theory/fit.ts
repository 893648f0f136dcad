import { Matrix as Dense, solve } from 'ml-matrix';
import { DataError } from '../base/index.js';
import { evaluateAlignment, metricsByGroup } from '../evaluate/index.js';
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
}

/**
 * Per-region outcomes of one trained aligner; regions without test links are left out.
 * @param o.test links to test on (CSLS, candidates: the test links' right ends), @param o.partner for the precisions
 */
export function regionOutcomes(
  task: AlignmentTask,
  seeds: SeedSet,
  trained: Pick<AlignerResult, 'left' | 'right'>,
  o: { readonly regions: Regions; readonly partner: Int32Array; readonly test: Links },
): RegionOutcome[] {
  const { regions, test } = o;
  const accounts = regionAccounts(task, seeds, o);
  const { ranks } = evaluateAlignment(trained, test);
  const group = test.left.map((row) => regions.left[row]!);
  const metrics = metricsByGroup(ranks, group, regions.count);
  return accounts
    .map(({ precision, ratio }, region) => {
      const tested = group.filter((c) => c === region).length;
      return { region, precision: precision ?? 0, ratio, hits1: metrics[region]!.hits1 ?? Number.NaN, tested };
    })
    .filter(({ tested }) => tested > 0);
}

/** Hits@1 of a region as a function of (p_c, q_c/π_c). */
export interface RegionFit {
  /** Of 1, p, d and p·d, where d = r/(1 + r), r = q_c/π_c, saturates as seeds do. */
  readonly coefficients: readonly [number, number, number, number];
  /** Of the rows it was fitted on. */
  readonly r2: number;
  /** Within [0, 1]. */
  predict(row: Pick<RegionOutcome, 'precision' | 'ratio'>): number;
}

/**
 * T5's prediction: least squares, regions weighted by their test links.
 * @throws {DataError} for fewer than five regions
 */
export function fitRegionHits(rows: readonly RegionOutcome[]): RegionFit {
  if (rows.length < 5)
    throw new DataError(`${rows.length} regions for four coefficients`, 'fitRegionHits', 'Give five at least');
  const root = rows.map((row) => Math.sqrt(row.tested));
  const x = new Dense(rows.map((row, i) => basis(row).map((b) => b * root[i]!)));
  const y = Dense.columnVector(rows.map((row, i) => row.hits1 * root[i]!));
  // By singular values, so that rows of one precision, or of one density, have a fit too.
  const coefficients = solve(x, y, true).to1DArray() as [number, number, number, number];
  const predict = (row: Pick<RegionOutcome, 'precision' | 'ratio'>) => {
    const value = basis(row).reduce((sum, b, i) => sum + b * coefficients[i]!, 0);
    return Math.min(1, Math.max(0, value));
  };
  return { coefficients, predict, r2: rSquared(rows, predict) };
}

function basis({ precision, ratio }: Pick<RegionOutcome, 'precision' | 'ratio'>): number[] {
  const density = ratio / (1 + ratio);
  return [1, precision, density, precision * density];
}

/**
 * R² of predictions, regions weighted by their test links: 1 is exact, 0 no better than the rows' own mean, below 0
 * worse than that (on other rows than those fitted).
 */
export function rSquared(
  rows: readonly RegionOutcome[],
  predict: (row: Pick<RegionOutcome, 'precision' | 'ratio'>) => number,
): number {
  const total = rows.reduce((s, row) => s + row.tested, 0);
  const mean = rows.reduce((s, row) => s + row.tested * row.hits1, 0) / total;
  const sum = (of: (row: RegionOutcome) => number) => rows.reduce((s, row) => s + row.tested * of(row) ** 2, 0);
  return 1 - sum((row) => row.hits1 - predict(row)) / sum((row) => row.hits1 - mean);
}
