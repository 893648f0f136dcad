import { describe, expect, test } from 'vitest';
import { row } from '../../src/compute/index.js';
import { trainAligner } from '../../src/train/index.js';
import { smallTask } from '../support/small-task.js';

const { task, truth } = smallTask(36);
const seeds = { ...truth.links, score: new Float32Array(36).fill(1) };
const width = (blocks: readonly { readonly width: number }[]) => blocks.reduce((sum, block) => sum + block.width, 0);

describe('what stands side by side in the embeddings', () => {
  test.each(['mclea', 'meaformer', 'eva'])('%s: the structure, then the modalities', async (model) => {
    const { left, blocks } = await trainAligner(task, seeds, { model, epochs: 1 });
    expect(blocks.map(({ name }) => name)).toEqual(['structure', 'image', 'attribute']);
    expect(width(blocks)).toBe(left.cols);
  });

  test('where an entity lacks the picture, that block is nothing', async () => {
    const { left, blocks } = await trainAligner(task, seeds, { epochs: 1 });
    const at = blocks[0]!.width;
    const picture = (entity: number) => row(left, entity).subarray(at, at + blocks[1]!.width);
    expect(picture(7).every((value) => value === 0)).toBe(true);
    expect(picture(8).some((value) => value !== 0)).toBe(true);
  });

  test('raw is the features as they are fused, and what stands beside has blocks of its own', async () => {
    const raw = await trainAligner(task, seeds, { model: 'raw' });
    expect(raw.blocks).toEqual([
      { name: 'image', width: 8 },
      { name: 'attribute', width: 6 },
    ]);
    const { left, blocks } = await trainAligner(task, seeds, { epochs: 1, beside: ['raw', 'labels'] });
    expect(blocks.map(({ name }) => name)).toEqual([
      'structure',
      'image',
      'attribute',
      'raw image',
      'raw attribute',
      'labels',
    ]);
    expect(width(blocks)).toBe(left.cols);
  });
});
