import * as tf from '@tensorflow/tfjs';
import { checkEnds } from './ends.js';

/** One value, or list of values, for each of the two sides of a batch of pairs. */
export interface BothSides<T> {
  readonly left: T;
  readonly right: T;
}

/** What {@link weightedContrastiveLoss} adds to `contrastiveLoss`. Weights are constants: no gradient flows into them. */
export interface ContrastWeights {
  /** Factor on the loss of each end as an anchor, B values a side (1). */
  readonly anchors?: BothSides<Float32Array>;
  /** Factor on e^{s/τ} of each end as a negative of the others, B values a side (1); as a positive it counts whole. */
  readonly negatives?: BothSides<Float32Array>;
  /** More negatives: K × width a side, each for all anchors, those of its own side included. */
  readonly extra?: BothSides<tf.Tensor2D>;
  /** Factor on e^{s/τ} of each of them, K values a side (1). */
  readonly extraWeights?: BothSides<Float32Array>;
}

/** Rows of the logits held at once. */
const blockRows = 1024;
/** Takes a cell out of the sums. */
const masked = -1e9;

/**
 * ICL with weights and more negatives (method §7, T3): left end i, with anchor weight a_i and negative weights w, adds
 * a_i · [log(e^{s_ii'} + Σ_{j≠i} w'_j e^{s_ij'} + Σ_{j≠i} w_j e^{s_ij} + Σ_k w_k e^{s_ik}) − s_ii'], s the products over
 * τ, k the extra negatives of both sides; right ends likewise; the sum over 2B. Without weights it is `contrastiveLoss`.
 * The gradients (T1) are computed with the value, so that no logits are kept.
 * @param left B × width, @param right B × width, used as they are
 */
export function weightedContrastiveLoss(
  left: tf.Tensor2D,
  right: tf.Tensor2D,
  temperature: number,
  o: ContrastWeights = {},
): tf.Scalar {
  checkEnds(left, right, 'weightedContrastiveLoss');
  const inputs = [left, right, ...(o.extra ? [o.extra.left, o.extra.right] : [])];
  const op = tf.customGrad((...args) => {
    const given = args.slice(0, -1) as tf.Tensor2D[];
    const save = args[args.length - 1] as unknown as (tensors: tf.Tensor[]) => void;
    const [value, ...gradients] = tf.tidy(() => valueAndGradients(given, temperature, o));
    save(gradients);
    return { value: value!, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => saved.map((g) => tf.mul(g, dy)) };
  });
  return op(...inputs) as tf.Scalar;
}

/** The loss, then its gradients by each input. */
function valueAndGradients(given: readonly tf.Tensor2D[], temperature: number, o: ContrastWeights): tf.Tensor[] {
  const [left, right, moreLeft, moreRight] = given as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?, tf.Tensor2D?];
  const scale = 1 / (2 * left.shape[0]);
  const { anchors, negatives, extraWeights: more } = o;
  const fromLeft = direction([right, left, moreRight, moreLeft], temperature, anchors?.left, [
    negatives?.right,
    negatives?.left,
    more?.right,
    more?.left,
  ]);
  const fromRight = direction([left, right, moreLeft, moreRight], temperature, anchors?.right, [
    negatives?.left,
    negatives?.right,
    more?.left,
    more?.right,
  ]);
  // Each direction's gradients come in its own order: the side opposite, its own, and the extras likewise.
  const gradients = given.map((_, i) => tf.mul(tf.add(fromLeft.gradients[i ^ 1]!, fromRight.gradients[i]!), scale));
  return [tf.mul(tf.add(fromLeft.value, fromRight.value), scale), ...gradients];
}

type Optional<T> = readonly (T | undefined)[];

/**
 * Sum over the anchors of one side, and its gradients by the groups.
 * @param groups the ends opposite, the anchors themselves, extra negatives opposite and of their own side
 */
function direction(
  groups: Optional<tf.Tensor2D>,
  temperature: number,
  anchors?: Float32Array,
  weights: Optional<Float32Array> = [],
) {
  const present = groups.filter((group): group is tf.Tensor2D => group !== undefined);
  const [across, own] = present as [tf.Tensor2D, tf.Tensor2D];
  const counts = present.map((group) => group.shape[0]);
  const candidates = tf.concat(present, 0) as tf.Tensor2D;
  const columns = weightRow(counts, weights);
  const count = own.shape[0];
  let value: tf.Tensor = tf.scalar(0);
  let toCandidates: tf.Tensor = tf.zerosLike(candidates);
  const toAnchors: tf.Tensor[] = [];
  const toPartners: tf.Tensor[] = [];
  for (let start = 0; start < count; start += blockRows) {
    const rows = Math.min(blockRows, count - start);
    const cut = (x: tf.Tensor2D) => tf.slice(x, [start, 0], [rows, x.shape[1]]);
    const a = anchors && tf.tensor2d(anchors.slice(start, start + rows), [rows, 1]);
    const block = anchorBlock(cut(own), cut(across), candidates, { start, count, columns, anchors: a, temperature });
    value = tf.add(value, block.value);
    toCandidates = tf.add(toCandidates, block.toCandidates);
    toAnchors.push(block.toAnchors);
    toPartners.push(block.toPartners);
  }
  const [opposite, within, ...extras] = tf.split(toCandidates, counts, 0);
  const gradients = [tf.add(opposite!, tf.concat(toPartners, 0)), tf.add(within!, tf.concat(toAnchors, 0)), ...extras];
  return { value, gradients };
}

interface Block {
  readonly start: number;
  readonly count: number;
  readonly columns: tf.Tensor2D | undefined;
  readonly anchors: tf.Tensor2D | undefined;
  readonly temperature: number;
}

/** Some anchors `z`, their partners `w`, against all candidates. */
function anchorBlock(z: tf.Tensor2D, w: tf.Tensor2D, candidates: tf.Tensor2D, o: Block) {
  const scaled = tf.div(z, o.temperature) as tf.Tensor2D;
  const own = tf.sum(tf.mul(scaled, w), 1, true);
  const others = tf.add(tf.matMul(scaled, candidates, false, true), ownCells(z.shape[0], candidates.shape[0], o));
  const top = tf.maximum(tf.max(others, 1, true), own);
  const bare = tf.exp(tf.sub(others, top));
  const weighted = o.columns ? tf.mul(bare, o.columns) : bare;
  const positive = tf.exp(tf.sub(own, top));
  const sums = tf.add(tf.sum(weighted, 1, true), positive);
  const losses = tf.sub(tf.add(tf.log(sums), top), own);
  const factor = o.anchors ? tf.div(o.anchors, sums) : tf.div(1, sums);
  const p = tf.mul(weighted, factor) as tf.Tensor2D;
  // The positive's probability less its target.
  const pull = tf.sub(tf.mul(positive, factor), o.anchors ?? 1);
  return {
    value: tf.sum(o.anchors ? tf.mul(losses, o.anchors) : losses),
    toAnchors: tf.div(tf.add(tf.matMul(p, candidates), tf.mul(pull, w)), o.temperature),
    toPartners: tf.mul(pull, scaled),
    toCandidates: tf.matMul(p, scaled, true, false),
  };
}

/** Zeros, but for the cells of an anchor with its partner and with itself, which are no negatives. */
function ownCells(rows: number, cols: number, { start, count }: Block): tf.Tensor2D {
  const mask = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    mask[i * cols + start + i] = masked;
    mask[i * cols + count + start + i] = masked;
  }
  return tf.tensor2d(mask, [rows, cols]);
}

/** The candidates' weights as one row; undefined when all are 1. */
function weightRow(counts: readonly number[], weights: Optional<Float32Array>): tf.Tensor2D | undefined {
  if (weights.every((w) => w === undefined)) return undefined;
  const row = new Float32Array(counts.reduce((a, b) => a + b)).fill(1);
  let at = 0;
  counts.forEach((count, g) => {
    const given = weights[g];
    if (given && given.length !== count)
      throw new RangeError(`weightedContrastiveLoss: ${given.length} weights for ${count} rows`);
    if (given) row.set(given, at);
    at += count;
  });
  return tf.tensor2d(row, [1, row.length]);
}
