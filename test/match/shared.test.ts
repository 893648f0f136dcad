import { afterAll, describe, expect, test } from 'vitest';
import { matrix, random, useEngine } from '../../src/compute/index.js';
import { matchEntities, rankMatches, sharingProducts } from '../../src/match/index.js';
import { enginesHere } from '../support/engines.js';

const draw = random(7);
const side = (rows: number) =>
  matrix(
    rows,
    24,
    Float32Array.from({ length: rows * 24 }, () => draw.normal()),
  );
const embeddings = { left: side(90), right: side(70) };
const all = (count: number) => Int32Array.from({ length: count }, (_, i) => i);
const few = { left: all(90).filter((i) => i % 3 > 0), right: all(70).reverse() };

const found = () => [
  matchEntities(embeddings, { decoder: 'sinkhorn', slack: null, keep: 8 }, { left: all(90), right: all(70) }),
  matchEntities(embeddings, { decoder: 'csls' }),
  matchEntities(embeddings, { decoder: 'sinkhorn' }, few),
  rankMatches(embeddings, {}, { keep: 8, top: 3 }),
];

describe.each(enginesHere())('engine %s', (engine) => {
  afterAll(() => void useEngine());
  test('decoders that share products find the same, to the last bit, within and after', async () => {
    useEngine({ engine });
    const alone = found();
    const shared = await sharingProducts(embeddings, () => [...found(), ...found()]);
    expect(shared).toEqual([...alone, ...alone]);
    await expect(sharingProducts(embeddings, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    embeddings.left.data[0]! += 1;
    expect(found()).not.toEqual(alone);
    embeddings.left.data[0]! -= 1;
  });
});
