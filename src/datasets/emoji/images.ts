import { steps, type Work } from '../../base/index.js';
import { centred, type Matrix, matrix, normalizeRows, stackRows } from '../../compute/index.js';
import { IMAGE_DESCRIPTOR, imageDescriptor, whiten } from '../../features/index.js';

/** Columns of the image features. */
const COLUMNS = 128;
/** Half of the axes' imbalance is kept. */
const WHITENING = 0.5;

/**
 * Image features of both sides, unit rows; `known` is 0 where the vendor lacks the picture. Each vendor's mean is taken
 * off first, so that a house style does not pass for content; the axes are those of both vendors together.
 */
export async function imageFeatures(
  left: readonly (string | undefined)[],
  right: readonly (string | undefined)[],
  work?: Work,
): Promise<{ values: Matrix; known: Uint8Array }> {
  const step = steps(work, 'describe pictures', left.length + right.length);
  const sides: Matrix[] = [];
  const known = new Uint8Array(left.length + right.length);
  for (const [side, offset] of [
    [left, 0],
    [right, left.length],
  ] as const) {
    const described = matrix(side.length, IMAGE_DESCRIPTOR);
    for (const [i, svg] of side.entries()) {
      const descriptor = svg ? await imageDescriptor(Buffer.from(svg)) : undefined;
      if (descriptor) {
        described.data.set(descriptor, i * IMAGE_DESCRIPTOR);
        known[offset + i] = 1;
      }
      await step(offset + i + 1);
    }
    sides.push(centred(described, known.subarray(offset, offset + side.length)));
  }
  const projected = whiten(stackRows(sides[0]!, sides[1]!), known, { dimensions: COLUMNS, whitening: WHITENING });
  return { values: normalizeRows(projected), known };
}
