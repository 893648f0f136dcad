import { type Interval, meanInterval } from '../stats/index.js';

/** A statement's number, and what was measured. */
export interface Checked {
  readonly predicted: number;
  readonly measured: Interval;
  /** measured − predicted. */
  readonly error: number;
  /** Whether the prediction lies in the interval. */
  readonly inside: boolean;
}

/** What single precision leaves undecided. */
const rounding = 1e-5;

/** Compares a prediction with independent measurements, two at least. */
export function checked(predicted: number, values: readonly number[], level: number): Checked {
  const measured = meanInterval(values, { level });
  const inside = measured.low - rounding <= predicted && predicted <= measured.high + rounding;
  return { predicted, measured, error: measured.mean - predicted, inside };
}
