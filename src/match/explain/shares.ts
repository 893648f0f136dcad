import { DataError } from '../../base/index.js';
import { type Matrix, normalizeRows, type Scores, withCsls } from '../../compute/index.js';
import type { EmbeddingBlock } from '../../models/index.js';

/** What one part of the embeddings, or a correction, adds to a score. */
export interface ScoreShare {
  /** A block's name; of the corrections `hubness, left` and `hubness, right`. */
  readonly name: string;
  readonly value: number;
}

/** Embeddings to be explained: N1 × width and N2 × width. */
export interface NamedEmbeddings {
  readonly left: Matrix;
  readonly right: Matrix;
  /** What stands in the rows side by side; where it is not told they are one block, `likeness`. */
  readonly blocks?: readonly EmbeddingBlock[] | undefined;
}

/** Tells what of any pair's score comes from where. */
export interface ShareTable {
  /** What pairs are compared by: cosines, or CSLS. */
  readonly scores: Scores;
  /** The shares of a pair: the blocks in their order, then the corrections; they add up to the pair's score. */
  of(left: number, right: number): readonly ScoreShare[];
}

/**
 * Takes a pair's score apart. A cosine of rows in which blocks stand side by side is the sum of the blocks' products; CSLS is
 * `2·cos − r(left) − r(right)` (Lample et al., arXiv 1710.04087, eq. 3), so that each block counts twice and either end's
 * nearness to its k nearest is taken off.
 * @throws {DataError} for blocks that are not as wide as the rows, or rows that differ in width
 */
export function shareTable({ left, right, blocks }: NamedEmbeddings, csls: number): ShareTable {
  const named = blocks ?? [{ name: 'likeness', width: left.cols }];
  checkWidths(left.cols, right.cols, named);
  const scores = withCsls({ left: normalizeRows(left), right: normalizeRows(right) }, csls);
  return { scores, of: (i, j) => [...blockShares(scores, named, i, j), ...corrections(scores, i, j)] };
}

function checkWidths(left: number, right: number, blocks: readonly EmbeddingBlock[]): void {
  const width = blocks.reduce((sum, block) => sum + block.width, 0);
  if (left !== right || width !== left)
    throw new DataError(
      `embeddings are ${left} and ${right} wide, their blocks ${width} together`,
      'explainPairs',
      'Give the embeddings of one aligner with its blocks, as trainAligner gives them',
    );
}

function blockShares({ left, right, radii }: Scores, blocks: readonly EmbeddingBlock[], i: number, j: number) {
  const factor = radii ? 2 : 1;
  let [l, r] = [i * left.cols, j * right.cols];
  return blocks.map(({ name, width }) => {
    let sum = 0;
    for (const end = l + width; l < end; ) sum += left.data[l++]! * right.data[r++]!;
    return { name, value: factor * sum };
  });
}

const corrections = ({ radii }: Scores, i: number, j: number): ScoreShare[] =>
  radii
    ? [
        { name: 'hubness, left', value: -radii.left[i]! },
        { name: 'hubness, right', value: -radii.right[j]! },
      ]
    : [];

/** What shares add up to. */
export const sumOf = (shares: readonly ScoreShare[]): number => shares.reduce((sum, { value }) => sum + value, 0);
