import * as tf from '@tensorflow/tfjs';
import { freed, largestDifference, outcomeOf, same } from './compare.js';
import { mismatched, plantedEncoding, reordered, tellIdle, tellWrong } from './loss-terms.js';
import type { Check } from './report.js';
import { gradientsOf, jitter, type Slope, slopesOf } from './slopes.js';
import { type Subject, variableName } from './subject.js';

const number = (x: tf.Scalar) => x.dataSync()[0]!;

const order: Check<Subject> = {
  name: 'order of the pairs',
  run({ model, pairs, batch, draw }, tell) {
    const first = outcomeOf(model, pairs, batch).loss;
    const mixed = reordered(pairs, draw.fork('order').permutation(pairs.left.length));
    const second = outcomeOf(model, mixed, batch).loss;
    if (largestDifference([first], [second]) > same)
      tell(
        'loss()',
        `is ${first.toPrecision(5)} for a batch, ${second.toPrecision(5)} for the same pairs in another order`,
        'Treat all pairs alike; take rows by pickRows(encoded, part, rows), not by their place',
      );
    return 'does not matter';
  },
};

const prefers: Check<Subject> = {
  name: 'right pairs cost less',
  run({ model, pairs, batch, draw }, tell) {
    const [right, wrong] = freed(() => {
      const encoded = plantedEncoding(model, pairs, draw.fork('planted'));
      const of = (p: typeof pairs) => number(model.loss(encoded, p.left, p.right, batch));
      return [of(pairs), of(mismatched(pairs))] as const;
    });
    if (!(right < wrong))
      tell(
        'loss()',
        `of pairs with like ends (${right.toPrecision(4)}) is not below that of the same ends mixed up (${wrong.toPrecision(4)})`,
        'Training makes the loss small: look at its sign',
      );
    return `${right.toPrecision(3)} against ${wrong.toPrecision(3)}`;
  },
};

const weights: Check<Subject> = {
  name: 'seed weights',
  run({ model, pairs, batch }, tell) {
    if (!model.wants?.weights) return 'not used';
    const weight = new Float32Array(model.entityCount).fill(1);
    pairs.left.forEach((row, i) => {
      weight[row] = weight[pairs.right[i]!] = i % 2 === 0 ? 1.9 : 0.1;
    });
    const [plain, weighted] = [batch, { ...batch, weight }].map((b) => outcomeOf(model, pairs, b).loss);
    if (largestDifference([plain!], [weighted!]) < 1e-6)
      tell(
        'loss()',
        'ignores the weights that `wants.weights` asks for',
        'Use batch.weight, or take it out of `wants`',
      );
    return 'they matter';
  },
};

/** Slopes in all variables, moved off their initial values, where zeros and ones would hide faults. */
function probed({ pairs, batch, rows, draw, withModel }: Subject) {
  return withModel((fresh) => {
    jitter(fresh.variables, 0.1, draw.fork('jitter'));
    const loss = () => tf.tidy(() => fresh.loss(fresh.encode(rows), pairs.left, pairs.right, batch));
    const { variables } = fresh;
    return {
      gradients: gradientsOf(loss, variables),
      slopes: slopesOf(loss, variables, draw.fork('slopes')),
      names: variables.map((_, i) => variableName(variables, i)),
    };
  });
}

/** What is asked of `loss` and of the gradients through both; `keep` gets the slopes. */
export function lossChecks(keep: (slopes: readonly Slope[]) => void): readonly Check<Subject>[] {
  let found: ReturnType<typeof probed> = { gradients: [], slopes: [], names: [] };
  return [
    order,
    prefers,
    weights,
    {
      name: 'gradients arrive',
      run(subject, tell) {
        found = probed(subject);
        keep(found.slopes);
        return tellIdle(found.gradients, found.slopes, found.names, tell, subject.allowIdle);
      },
    },
    {
      name: 'gradients are right',
      run: ({ tolerance }, tell) => tellWrong(found.slopes, found.names, tolerance, tell),
    },
  ];
}
