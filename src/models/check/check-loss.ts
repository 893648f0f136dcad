import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { columnCount, count, type Options, option, optionSet, type Resolved } from '../../base/index.js';
import { random } from '../../compute/index.js';
import { alikeEnds, tellIdle, tellWrong } from './loss-terms.js';
import { type LossSubject, type PairLoss, rows, valueChecks } from './pair-loss-checks.js';
import { type Check, type CheckRow, runChecks } from './report.js';
import { type Gradients, gradientsOf, type Slope, slopesOf } from './slopes.js';

export const checkLossOptions = optionSet('checkLoss', {
  variables: option(
    z.array(z.custom<tf.Variable>((value) => value instanceof tf.Variable)),
    [],
    'What the loss learns besides the embeddings, e.g. a temperature',
  ),
  pairs: option(count(2), 8, 'Pairs of the made-up batch'),
  width: option(columnCount(2), 5, 'Width of the made-up embeddings'),
  seed: option(z.number().int(), 1, 'Drives everything random'),
  tolerance: option(z.number().positive(), 0.03, 'By what share gradients and finite differences may disagree'),
});

export interface CheckLossOptions extends Options<typeof checkLossOptions> {}

/** A loss without faults. */
export interface LossReport {
  readonly checks: readonly CheckRow[];
  /** Variables 0 and 1 are the left and the right ends, then come the loss's own. */
  readonly slopes: readonly Slope[];
  readonly options: Resolved<CheckLossOptions>;
}

interface Subject extends LossSubject {
  readonly o: Resolved<CheckLossOptions>;
}

function gradientChecks(keep: (slopes: readonly Slope[]) => void): Check<Subject>[] {
  let gradients: Gradients = [];
  let slopes: readonly Slope[] = [];
  const namesOf = ({ o }: Subject) => ['left ends', 'right ends', ...o.variables.map((_, i) => `variable ${i + 1}`)];
  return [
    {
      name: 'gradients arrive',
      run(subject, tell) {
        const { loss, left, right, o, draw } = subject;
        const all = [left, right, ...o.variables];
        const run = () => loss(rows(left), rows(right));
        gradients = gradientsOf(run, all);
        slopes = slopesOf(run, all, draw.fork('slopes'));
        keep(slopes);
        return tellIdle(gradients, slopes, namesOf(subject), tell);
      },
    },
    {
      name: 'gradients are right',
      run: (subject, tell) => tellWrong(slopes, namesOf(subject), subject.o.tolerance, tell),
    },
  ];
}

/**
 * Checks a loss of pairs on made-up embeddings: that it is one number, finite also for a batch of one pair and for equal
 * rows, the same in any order of the pairs, lower for pairs that are alike, and that its gradients agree with finite differences.
 * @throws {CheckError} with every fault found: what, where, what to do
 */
export function checkLoss(loss: PairLoss, options?: CheckLossOptions): LossReport {
  const o = checkLossOptions.resolve(options);
  const draw = random(o.seed).fork('checkLoss');
  const [left, right] = tf.tidy(() => {
    const ends = alikeEnds(o.pairs, o.width, draw.fork('ends'));
    return [tf.variable(ends.left), tf.variable(ends.right)] as const;
  });
  let slopes: readonly Slope[] = [];
  const gradients = gradientChecks((found) => (slopes = found));
  const all = [...valueChecks, ...gradients];
  try {
    const checks = runChecks('checkLoss', all, { loss, draw, o, left, right });
    return { checks, slopes, options: o };
  } finally {
    tf.dispose([left, right]);
  }
}
