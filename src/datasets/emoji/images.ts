import { steps, type Work } from '../../base/index.js';
import { type Matrix, matrix, stackRows } from '../../compute/index.js';
import { IMAGE_DESCRIPTOR, imageDescriptor, whitenedSides } from '../../features/index.js';
import type { FeatureTable } from '../../graph/index.js';

/**
 * Image features of both sides, unit rows; `known` is 0 where the vendor lacks the picture. Each vendor's mean is taken
 * off, and the axes are those of both vendors together (`whitenedSides`).
 */
export async function imageFeatures(
  left: readonly (string | undefined)[],
  right: readonly (string | undefined)[],
  work?: Work,
): Promise<{ values: Matrix; known: Uint8Array }> {
  const step = steps(work, 'describe pictures', left.length + right.length);
  const a = await described(left, (done) => step(done));
  const b = await described(right, (done) => step(left.length + done));
  const sides = whitenedSides(a, b);
  return {
    values: stackRows(sides.left.values, sides.right.values),
    known: Uint8Array.from([...a.known, ...b.known]),
  };
}

async function described(
  svgs: readonly (string | undefined)[],
  step: (done: number) => Promise<void>,
): Promise<FeatureTable> {
  const values = matrix(svgs.length, IMAGE_DESCRIPTOR);
  const known = new Uint8Array(svgs.length);
  for (const [i, svg] of svgs.entries()) {
    const descriptor = svg ? await imageDescriptor(Buffer.from(svg)) : undefined;
    if (descriptor) {
      values.data.set(descriptor, i * IMAGE_DESCRIPTOR);
      known[i] = 1;
    }
    await step(i + 1);
  }
  return { values, known };
}
