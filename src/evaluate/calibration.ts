import { OptionError } from '../base/index.js';

/** Predictions whose confidence lies between two bounds. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence, and share that is right; null where there are none. */
  readonly confidence: number | null;
  readonly right: number | null;
}

/** How far confidences are what they say. */
export interface Calibration {
  readonly count: number;
  /**
   * Expected calibration error: Σ count/N · |mean confidence − share right| over the bins (Naeini et al., AAAI 2015; Guo et
   * al., arXiv 1706.04599, eq. 3); null without predictions.
   */
  readonly ece: number | null;
  /** The mean of (confidence − right)² (Brier 1950); null without predictions. */
  readonly brier: number | null;
  readonly bins: readonly CalibrationBin[];
}

/**
 * Whether nine of ten predictions of confidence .9 are right.
 * @param confidence from 0 to 1, @param right 1 where the prediction is right
 * @param bins how many, equally wide; a bin holds its upper bound, the first one 0, too
 * @throws {OptionError} for lists of unequal length, a confidence out of range, or no bins
 */
export function calibration(confidence: ArrayLike<number>, right: ArrayLike<number>, bins = 10): Calibration {
  check(confidence, right, bins);
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  let brier = 0;
  for (const [i, p] of Array.from(confidence).entries()) {
    const bin = sums[Math.max(0, Math.ceil(p * bins) - 1)]!;
    bin.count++;
    bin.confidence += p;
    bin.right += right[i]!;
    brier += (p - right[i]!) ** 2;
  }
  const count = confidence.length;
  const off = sums.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0);
  return {
    count,
    ece: count === 0 ? null : off / count,
    brier: count === 0 ? null : brier / count,
    bins: sums.map((bin, b) => ({
      ...{ from: b / bins, to: (b + 1) / bins, count: bin.count },
      confidence: bin.count === 0 ? null : bin.confidence / bin.count,
      right: bin.count === 0 ? null : bin.right / bin.count,
    })),
  };
}

function check(confidence: ArrayLike<number>, right: ArrayLike<number>, bins: number): void {
  const fail = (what: string, remedy: string) => {
    throw new OptionError(what, 'calibration', remedy);
  };
  if (confidence.length !== right.length)
    fail(`${confidence.length} confidences and ${right.length} outcomes`, 'Give one outcome a prediction');
  if (!(Number.isInteger(bins) && bins > 0)) fail(`${bins} bins`, 'Give a whole number from 1');
  for (const [i, p] of Array.from(confidence).entries())
    if (!(p >= 0 && p <= 1)) fail(`confidence ${i} is ${p}`, 'Confidences are numbers from 0 to 1');
}
