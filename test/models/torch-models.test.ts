import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useEngine } from '../../src/compute/index.js';
import { buildModel, type Model, rowSubset } from '../../src/models/index.js';
import { adamw } from '../../src/train/index.js';
import { enginesHere } from '../support/engines.js';
import { assignAll, csrOf, expectClose, torchFigures } from '../support/torch-figures.js';

const encoders = ['imageWeight', 'imageBias', 'relationWeight', 'relationBias'];
const attention = ['entities', 'weight0', 'attention0', 'weight1', 'attention1'];
const layer = (name: string) => [`${name}Weight`, `${name}Bias`];

/** Each model's options for the figures' sizes, and its variables by the figures' names. */
const models = {
  mclea: {
    options: { width: 6, modalityWidth: 3 },
    order: [...attention, ...encoders, 'fusion', 'within', 'between'],
  },
  eva: {
    options: { widths: [6, 5, 4], modalityWidth: 3, modalityWidths: { image: 4 } },
    order: ['entities', 'weight0', 'bias0', 'weight1', 'bias1', ...encoders, 'fusion'],
  },
  meaformer: {
    options: { width: 6, fusionOptions: { heads: 2, intermediate: 7 } },
    order: [
      ...attention,
      ...encoders,
      ...['query', 'key', 'value', 'dense'].flatMap(layer),
      ...['normScale', 'normShift'],
      ...['up', 'down'].flatMap(layer),
      ...['norm2Scale', 'norm2Shift', 's'],
    ],
  },
};
type Name = keyof typeof models;

describe.each(enginesHere())("PyTorch's whole models on engine %s", (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  it.each(Object.keys(models) as Name[])('%s: loss, every gradient, joint embedding', (name) => {
    const { model, loss } = figureModel(name);
    const figure = torchFigures[name];
    const { value, grads } = tf.variableGrads(loss, [...model.variables]);
    expectClose(value, figure.value);
    models[name].order.forEach((variable, i) => {
      const gradient = grads[model.variables[i]!.name]!;
      // A key's bias shifts all scores of a query alike: its gradient is nothing but rounding, here and in torch.
      if (variable === 'keyBias') expect(tf.max(tf.abs(gradient)).dataSync()[0]).toBeLessThan(1e-5);
      else expectClose(gradient, figure.gradients[variable], 2e-5);
    });
    if (figure.joint) tf.tidy(() => void expectClose(model.encode().joint, figure.joint));
    tf.dispose([value, ...Object.values(grads)]);
    model.dispose();
  });

  it('mclea: five steps of AdamW', () => {
    const { model, loss } = figureModel('mclea');
    const { learningRate, weightDecay, losses: course, after } = torchFigures.mclea.training;
    const optimizer = adamw(model.variables, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay });
    for (let step = 0; step < 5; step++) {
      const { value, grads } = tf.variableGrads(loss, [...model.variables]);
      expectClose(value, course[step]);
      optimizer.step(grads, learningRate);
      tf.dispose([value, ...Object.values(grads)]);
    }
    // Adam divides by the root of v: where a gradient is all but zero, rounding decides its sign. Hence the tolerance.
    models.mclea.order.forEach((name, i) => void expectClose(model.variables[i]!, after[name], 1e-4));
    optimizer.dispose();
    model.dispose();
  });
});

/** The model with the figure's parameters, and its loss over the figure's batches. */
function figureModel(name: Name): { model: Model; loss: () => tf.Scalar } {
  const figure = torchFigures[name];
  const table = (rows: number[][]) => ({
    values: { data: Float32Array.from(rows.flat()), rows: rows.length, cols: rows[0]!.length },
    known: new Uint8Array(rows.length).fill(1),
  });
  const features = new Map(['image', 'relation'].map((modality) => [modality, table(figure.features[modality])]));
  const inputs = { leftCount: 7, entityCount: 14, adjacency: csrOf(figure.adjacency), features };
  const model = buildModel(name, inputs, { options: { ...models[name].options, unitInputs: false }, seed: 1 });
  assignAll(
    model.variables,
    models[name].order.map((variable) => figure.inputs[variable]),
  );
  const batches = (figure.batches as [number[], number[]][]).map(([left, right]) => ({
    left: Int32Array.from(left),
    right: Int32Array.from(right),
  }));
  const subset = rowSubset(14, ...batches.flatMap((b) => [b.left, b.right]));
  const loss = () => {
    const encoded = model.encode(subset);
    return batches.map((b) => model.loss(encoded, b.left, b.right)).reduce((a, b) => tf.add(a, b)) as tf.Scalar;
  };
  return { model, loss };
}
