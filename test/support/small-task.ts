import { matrix, type Random, random } from '../../src/compute/index.js';
import { AlignmentTask, GroundTruth, MultimodalGraph } from '../../src/graph/index.js';

/**
 * Two graphs of `count` entities with the same ring-and-chords edges and noisy copies of the same features;
 * right entity order[i] is left entity i. Some pictures are missing.
 *
 * What the other generators do not give: nothing of the structure is drawn. Nobody is without neighbours, both graphs have
 * the very same edges, and every seventh row lacks its picture, so that three dozen entities are enough to train on.
 */
export function smallTask(count = 36, seed = 5): { task: AlignmentTask; truth: GroundTruth } {
  const draw = random(seed);
  const order = draw.permutation(count);
  const same = Int32Array.from({ length: count }, (_, i) => i);
  const hidden = (cols: number) => Float32Array.from({ length: count * cols }, () => draw.normal());
  const image = hidden(8);
  const attribute = hidden(6);
  const graph = (name: string, to: Int32Array) =>
    new MultimodalGraph({
      name,
      ids: Array.from(same, (i) => `${name}${i}`),
      triples: ring(to),
      relationCount: 2,
      features: new Map([
        ['image', { values: placed(image, 8, to, draw), known: Uint8Array.from(to, (row) => (row % 7 === 0 ? 0 : 1)) }],
        ['attribute', { values: placed(attribute, 6, to, draw), known: new Uint8Array(count).fill(1) }],
      ]),
    });
  const modalities = ['image', 'attribute'].map((name) => ({ name, comparable: true }));
  const task = new AlignmentTask({ name: 'small', left: graph('l', same), right: graph('r', order), modalities });
  return { task, truth: new GroundTruth({ left: same, right: order }) };
}

function placed(values: Float32Array, cols: number, to: Int32Array, draw: Random) {
  const out = matrix(to.length, cols);
  to.forEach((row, i) => {
    for (let j = 0; j < cols; j++) out.data[row * cols + j] = values[i * cols + j]! + 0.1 * draw.normal();
  });
  return out;
}

function ring(to: Int32Array) {
  const n = to.length;
  const ends = [...to.keys()].flatMap((i) => [
    [i, (i + 1) % n],
    [i, (i * i + 3) % n],
  ]);
  return {
    head: Int32Array.from(ends, ([a]) => to[a!]!),
    relation: Int32Array.from(ends, (_, e) => e % 2),
    tail: Int32Array.from(ends, ([, b]) => to[b!]!),
  };
}
