import { from, op } from 'arquero';
import { DataError } from '../base/index.js';

/**
 * Spearman's rank correlation of paired values, -1 … 1; equal values have their mean rank. NaN where one side is all equal.
 * @throws {DataError} for fewer than two pairs, or sides of different lengths
 */
export function rankCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length || x.length < 2)
    throw new DataError(`${x.length} and ${y.length} values`, 'rankCorrelation', 'Give two or more pairs of values');
  return from(Array.from(x, (value, i) => ({ x: value, y: y[i]! })))
    .orderby('x')
    .derive({ a: () => op.avg_rank() })
    .orderby('y')
    .derive({ b: () => op.avg_rank() })
    .rollup({ r: op.corr('a', 'b') })
    .get('r', 0) as number;
}
