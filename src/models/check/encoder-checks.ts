import * as tf from '@tensorflow/tfjs';
import { random } from '../../compute/index.js';
import type { ModelInputs } from '../inputs.js';
import { difference, freed, outcomeOf, same, takeRows, tensorsOf } from './compare.js';
import type { Check } from './report.js';
import { type Subject, variableName } from './subject.js';

const variables: Check<Subject> = {
  name: 'variables',
  first: true,
  run({ model, withModel }, tell) {
    if (model.variables.length === 0)
      tell('the model', 'has no variables', 'List in `variables` what training changes');
    model.variables.forEach((variable, i) => {
      if (!(variable instanceof tf.Variable) || !variable.trainable)
        tell(`\`variables\`, number ${i + 1},`, 'is no trainable variable', 'Make it by tf.variable(values)');
      if (model.variables.indexOf(variable) !== i)
        tell(variableName(model.variables, i), 'is listed twice', 'It would take two steps at once: list it once');
    });
    const before = new Set(Object.keys(tf.engine().registeredVariables));
    withModel((fresh) => {
      const listed = new Set(fresh.variables.map(({ name }) => name));
      for (const [name, { shape, trainable }] of Object.entries(tf.engine().registeredVariables))
        if (trainable && !before.has(name) && !listed.has(name))
          tell(
            `a variable of shape [${shape}]`,
            'is made but not among the variables',
            'Training would leave it: list it',
          );
      for (const name of Object.keys(tf.engine().registeredVariables))
        if (!before.has(name) && !listed.has(name)) tf.engine().registeredVariables[name]!.dispose();
    });
    const count = model.variables.reduce((sum, { size }) => sum + size, 0);
    return `${model.variables.length}, with ${count} values`;
  },
};

const shapes: Check<Subject> = {
  name: 'shapes',
  first: true,
  run({ model, pairs, batch }, tell) {
    const { entityCount } = model;
    return freed(() => {
      const encoded = model.encode();
      for (const [name, { shape }] of tensorsOf(encoded))
        if (shape.length !== 2 || shape[0] !== entityCount)
          tell(
            `encode().${name}`,
            `has shape [${shape}], not [${entityCount}, width]`,
            'Give a row for every entity of both graphs, the left graph first',
          );
      if (encoded.joint.shape.length !== 2 || encoded.joint.shape[0] !== entityCount) return '';
      const loss = model.loss(encoded, pairs.left, pairs.right, batch);
      if (loss.shape.length > 0)
        tell('loss()', `has shape [${loss.shape}], not one number`, 'Take tf.mean of the losses of the pairs');
      const parts = [...encoded.parts].map(([name, part]) => `${name} ${part.shape[1]}`);
      return `${entityCount} × ${encoded.joint.shape[1]} joint${parts.length > 0 ? `; ${parts.join(', ')}` : ''}`;
    });
  },
};

const finite: Check<Subject> = {
  name: 'finite values',
  first: true,
  run({ model, pairs, batch }, tell) {
    const { joint, parts, loss } = outcomeOf(model, pairs, batch);
    const bad = (values: ArrayLike<number>) => Array.from(values).filter((x) => !Number.isFinite(x)).length;
    for (const [name, values] of [['joint', joint], ...parts] as [string, Float32Array][])
      if (bad(values) > 0)
        tell(`encode(), "${name}",`, `has ${bad(values)} values that are no numbers`, 'Look for 0/0 and log 0');
    if (!Number.isFinite(loss)) tell('loss()', `is ${loss}`, 'Look for log 0, 0/0, and exp of large numbers');
    return `the loss is ${loss.toPrecision(4)}`;
  },
};

const subset: Check<Subject> = {
  name: 'subset of rows',
  run({ model, pairs, batch, rows }, tell) {
    const whole = outcomeOf(model, pairs, batch);
    const given = freed(() => {
      const encoded = model.encode(rows);
      return { subset: encoded.subset, rows: tensorsOf(encoded).map(([name, t]) => [name, t.shape[0]!] as const) };
    });
    const wanted = given.subset ? rows.rows.length : model.entityCount;
    for (const [name, count] of given.rows) {
      if (count === wanted) continue;
      const remedy = given.subset
        ? 'Leave `subset` out of the result when it has all rows'
        : 'Return { joint, parts, subset } when it has the rows of the subset';
      tell(`encode(subset).${name}`, `has ${count} rows, not ${wanted}`, remedy);
      return '';
    }
    if (!given.subset) return 'not used: all rows are embedded each time';
    const part = outcomeOf(model, pairs, batch, { subset: rows });
    const cut = (values: Float32Array) => takeRows(values, model.entityCount, rows.rows);
    const parts = new Map([...whole.parts].map(([name, values]) => [name, cut(values)]));
    const off = difference({ joint: cut(whole.joint), parts, loss: whole.loss }, part, same);
    if (off)
      tell('encode(subset)', `gives other rows than encode(): ${off}`, 'Compute all, then tf.gather(x, subset.rows)');
    return `${rows.rows.length} rows as among all ${model.entityCount}`;
  },
};

const repeatable: Check<Subject> = {
  name: 'same seed, same values',
  run({ model, pairs, batch, withModel }, tell) {
    const first = outcomeOf(model, pairs, batch);
    const again = difference(first, outcomeOf(model, pairs, batch), same);
    if (again) tell('encode()', `called twice gives two things: ${again}`, 'Dropout only with the given dropoutSeed');
    const other = withModel((fresh) => difference(first, outcomeOf(fresh, pairs, batch), same));
    if (other)
      tell(
        'build()',
        `with the same seed gives another model: ${other}`,
        'Draw from the given `random`, not Math.random',
      );
    const dropped = () => outcomeOf(model, pairs, batch, { dropoutSeed: 7 });
    const dropout = difference(dropped(), dropped(), same);
    if (dropout)
      tell('encode(…, dropoutSeed)', `with one seed gives two things: ${dropout}`, 'Use dropout(x, rate, seed)');
    const drops = difference(first, dropped(), same) !== undefined;
    return drops ? 'also with dropout' : 'twice the same model';
  },
};

/** Unknown rows filled with large random numbers. */
function spoilt(inputs: ModelInputs, seed: number): { inputs: ModelInputs; rows: number } {
  const draw = random(seed).fork('spoilt');
  let rows = 0;
  const features = new Map(
    [...inputs.features].map(([name, { values, known }]) => {
      const data = Float32Array.from(values.data);
      known.forEach((k, row) => {
        if (k) return;
        rows++;
        for (let c = row * values.cols; c < (row + 1) * values.cols; c++) data[c] = draw.normal(0, 10);
      });
      return [name, { values: { ...values, data }, known }];
    }),
  );
  return { inputs: { ...inputs, features }, rows };
}

const masks: Check<Subject> = {
  name: 'unknown features',
  run({ model, inputs, pairs, batch, seed, withModel }, tell) {
    const other = spoilt(inputs, seed);
    if (other.rows === 0) return 'not checked: this task knows all';
    const whole = outcomeOf(model, pairs, batch);
    const off = withModel((fresh) => difference(whole, outcomeOf(fresh, pairs, batch), same), { inputs: other.inputs });
    if (off)
      tell(
        'build()',
        `reads feature rows that are marked unknown: ${off} when they change`,
        'Heed `known` of each table: fixedFeatures(values, { known }), or modalityEncoders, does',
      );
    return `${other.rows} rows do not matter`;
  },
};

const memory: Check<Subject> = {
  name: 'memory',
  run({ model, pairs, batch, withModel }, tell) {
    // The first run may make what is kept for the next.
    outcomeOf(model, pairs, batch);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) outcomeOf(model, pairs, batch);
    const more = tf.memory().numTensors - before;
    if (more > 0)
      tell(
        'encode() and loss()',
        `keep ${more / 3} tensors at every call`,
        'Keep (tf.keep) what is made in build() only',
      );
    const start = tf.memory().numTensors;
    withModel((fresh) => outcomeOf(fresh, pairs, batch));
    const left = tf.memory().numTensors - start;
    if (left > 0) tell('dispose()', `leaves ${left} tensors behind`, 'Free there what build() and encode() keep');
    return 'nothing is left behind';
  },
};

/** What is asked of `build` and `encode`. */
export const encoderChecks: readonly Check<Subject>[] = [variables, shapes, finite, subset, repeatable, masks, memory];
