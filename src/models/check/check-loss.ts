import * as tf from '@tensorflow/tfjs';
import * as z from 'zod';
import { optionSet } from '../../base/index.js';
import { random } from '../../compute/index.js';
import { alikeEnds, tellIdle, tellWrong } from './loss-terms.js';
import { type LossSubject, type PairLoss, rows, valueChecks } from './pair-loss-checks.js';
import { type Check, type CheckRow, runChecks } from './report.js';
import { type Gradients, gradientsOf, type Slope, slopesOf } from './slopes.js';

export interface CheckLossOptions {
  /** What the loss learns besides the embeddings, e.g. a temperature ([]). */
  readonly variables?: readonly tf.Variable[];
  /** Pairs of the made-up batch (8). */
  readonly pairs?: number;
  /** Width of the made-up embeddings (5). */
  readonly width?: number;
  /** Of everything random (1). */
  readonly seed?: number;
  /** By what share gradients and finite differences may disagree (0.03). */
  readonly tolerance?: number;
}

export const checkLossOptions = optionSet<CheckLossOptions>('checkLoss', {
  variables: z.array(z.custom<tf.Variable>((value) => value instanceof tf.Variable)).default([]),
  pairs: z.number().int().min(2).default(8),
  width: z.number().int().min(2).default(5),
  seed: z.number().int().default(1),
  tolerance: z.number().positive().default(0.03),
});

/** A loss without faults. */
export interface LossReport {
  readonly checks: readonly CheckRow[];
  /** Variables 0 and 1 are the left and the right ends, then come the loss's own. */
  readonly slopes: readonly Slope[];
  readonly options: Required<CheckLossOptions>;
}

interface Subject extends LossSubject {
  readonly o: Required<CheckLossOptions>;
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
