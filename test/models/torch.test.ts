import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { random, useEngine } from '../../src/compute/index.js';
import { gat, gcn, ial, icl, nca, uncertaintyWeights, weightedFusion } from '../../src/models/index.js';
import { adamw, clipGradients } from '../../src/train/index.js';
import { enginesHere } from '../support/engines.js';
import { assignAll, csrOf, expectClose, expectFigure, type Numbers, torchFigures } from '../support/torch-figures.js';

const { losses, layers } = torchFigures;

describe.each(enginesHere())("PyTorch's values and gradients on engine %s", (engine) => {
  beforeAll(() => {
    useEngine({ engine });
  });

  it('ICL', () => {
    expectFigure(losses.icl, (x) => icl(x.left!, x.right!, losses.icl.temperature));
  });

  it('IAL, with no gradient into the joint embedding', () => {
    const { temperature, zoom } = losses.ial;
    expectFigure(
      losses.ial,
      (x) =>
        ial(
          { left: x.modalityLeft!, right: x.modalityRight! },
          { left: x.jointLeft!, right: x.jointRight! },
          { temperature, zoom },
        ),
      // The divergence is small beside the logarithms it is the difference of.
      3e-5,
    );
    expect(Object.keys(losses.ial.gradients)).toEqual(['modalityLeft', 'modalityRight']);
  });

  it('NCA', () => {
    expectFigure(losses.nca, (x) => nca(x.left!, x.right!, losses.nca));
  });

  it('uncertainty weights', () => {
    const { inputs, value, gradients } = losses.uncertainty;
    const weights = uncertaintyWeights(['a', 'b', 'c']);
    assignAll([weights.logVariances], [inputs.s]);
    tf.tidy(() => {
      const given = tf.tensor1d(inputs.losses);
      const weigh = (x: tf.Tensor) =>
        weights.weigh(new Map(['a', 'b', 'c'].map((n, i) => [n, tf.reshape(tf.slice(x, i, 1), []) as tf.Scalar])));
      expectClose(weigh(given), value);
      expectClose(tf.grad((x) => weigh(x))(given), gradients.losses);
      expectClose(tf.variableGrads(() => weigh(given)).grads[weights.logVariances.name]!, gradients.s);
    });
    weights.logVariances.dispose();
  });

  it('diagonal graph attention, two layers', () => {
    const graph = csrOf(layers.adjacency);
    const { weight0, attention0, weight1, attention1 } = layers.gat.inputs;
    const net = gat(6, [2, 3], random(1));
    expectLayer(layers.gat, net.variables, [weight0, attention0, weight1, attention1], (h) => net.apply(h, graph), [
      'weight0',
      'attention0',
      'weight1',
      'attention1',
    ]);
  });

  it('graph convolution, two layers', () => {
    const graph = csrOf(layers.adjacency);
    const { weight0, bias0, weight1, bias1 } = layers.gcn.inputs;
    const net = gcn([6, 5, 4], random(1));
    expectLayer(layers.gcn, net.variables, [weight0, bias0, weight1, bias1], (h) => net.apply(h, graph), [
      'weight0',
      'bias0',
      'weight1',
      'bias1',
    ]);
  });

  it('fusion', () => {
    const { inputs, upstream, gradients, output } = layers.fusion;
    const fusion = weightedFusion(['first', 'second']);
    const [logits] = fusion.variables as [tf.Variable];
    assignAll([logits], [inputs.logits]);
    tf.tidy(() => {
      const parts = [tf.tensor2d(inputs.first), tf.tensor2d(inputs.second)] as const;
      const fuse = (first: tf.Tensor2D, second: tf.Tensor2D) =>
        fusion.apply(
          new Map([
            ['first', first],
            ['second', second],
          ]),
        ).joint;
      expectClose(fuse(...parts), output);
      const f = (a: tf.Tensor, b: tf.Tensor) =>
        tf.sum(tf.mul(fuse(a as tf.Tensor2D, b as tf.Tensor2D), tf.tensor2d(upstream))) as tf.Scalar;
      const [first, second] = tf.grads(f)([...parts]);
      expectClose(first!, gradients.first);
      expectClose(second!, gradients.second);
      expectClose(tf.variableGrads(() => f(...parts)).grads[logits.name]!, gradients.logits);
    });
    logits.dispose();
  });

  it('AdamW, twelve steps', () => {
    const { start, gradients, after, learningRate, weightDecay } = torchFigures.adamw;
    const variable = tf.tidy(() => tf.variable(tf.tensor2d(start)));
    const optimizer = adamw([variable], { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay });
    gradients.forEach((cells: number[][], i: number) => {
      const gradient = tf.tensor2d(cells);
      optimizer.step({ [variable.name]: gradient }, learningRate);
      gradient.dispose();
      expectClose(variable, after[i]);
    });
    optimizer.dispose();
    variable.dispose();
  });

  it('clipping by global norm', () => {
    const { given, limit, clipped } = torchFigures.clip;
    tf.tidy(() => {
      const out = clipGradients({ a: tf.tensor(given[0]), b: tf.tensor(given[1]) }, limit);
      expectClose(out.a!, clipped[0]);
      expectClose(out.b!, clipped[1]);
    });
  });
});

/** Output and gradients of a layer stack whose variables are named `names` in the figure. */
function expectLayer(
  figure: (typeof layers)['gat'],
  variables: readonly tf.Variable[],
  values: readonly Numbers[],
  apply: (h: tf.Tensor2D) => tf.Tensor2D,
  names: readonly string[],
): void {
  assignAll(variables, values);
  tf.tidy(() => {
    const h = tf.tensor2d(figure.inputs.h);
    const up = tf.tensor2d(figure.upstream);
    expectClose(apply(h), figure.output);
    expectClose(tf.grad((x) => tf.sum(tf.mul(apply(x as tf.Tensor2D), up)))(h), figure.gradients.h);
    const { grads } = tf.variableGrads(() => tf.sum(tf.mul(apply(h), up)) as tf.Scalar, [...variables]);
    names.forEach((name, i) => void expectClose(grads[variables[i]!.name]!, figure.gradients[name]));
  });
  tf.dispose([...variables]);
}
