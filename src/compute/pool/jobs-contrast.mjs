// The contrastive losses in tiles of the logits: anchors of the left and the right side, B of each. The tiles of
// left × right are all visited, of left × left and right × right those on and above the diagonal, the rest being
// their mirror. Two passes: log-sum-exp of every anchor's logits, then the gradients.
import { tileSize } from './sizes.mjs';

/** @typedef {import('./jobs.mjs').Job} Job */
/** @typedef {import('./context.mjs').Context} Context */

/**
 * @typedef {{ z: number, w: number, i: number, j: number, rows: number, cols: number, kind: number }} Tile
 * z and w: 0 left, 1 right; kind as in the kernel `contrastTile`
 */

/**
 * Thread t's tiles: every T-th.
 * @param {number} B
 * @param {number} t
 * @param {number} T
 */
function* tiles(B, t, T) {
  const blocks = Math.ceil(B / tileSize);
  let n = 0;
  for (const [z, w] of /** @type {[number, number][]} */ ([
    [0, 1],
    [0, 0],
    [1, 1],
  ]))
    for (let I = 0; I < blocks; I++)
      for (let J = z === w ? I : 0; J < blocks; J++) {
        if (n++ % T !== t) continue;
        const [i, j] = [I * tileSize, J * tileSize];
        const kind = (z === w ? 0 : 1) + (I === J ? 2 : 0);
        yield { z, w, i, j, rows: Math.min(tileSize, B - i), cols: Math.min(tileSize, B - j), kind };
      }
}

/**
 * Logits of a tile.
 * @param {Context} c
 * @param {Tile} tile
 * @param {number[]} sides addresses of left and right
 * @param {number} width
 * @param {number} inverse 1 / temperature
 * @param {number} out
 */
function logits(c, { z, w, i, j, rows, cols }, sides, width, inverse, out) {
  const rowsAt = /** @type {number} */ (sides[z]) + 4 * i * width;
  const colsAt = /** @type {number} */ (sides[w]) + 4 * j * width;
  c.gemm(0, 1, rows, cols, width, inverse, rowsAt, width, colsAt, width, 0, out, tileSize);
}

/**
 * Numbers: B, width, 1 / temperature, left, right, greatest, sums, own logits, tile. Greatest and sums are 2B cells a
 * thread (left anchors, right anchors), prepared by the caller; the own logits (z_i · z'_i / temperature) B cells.
 * @type {Job}
 */
export const contrastLse = (c, a, t, T) => {
  const [B, width, inverse, left, right, greatest, sums, own, tileAt] =
    /** @type {[number, number, number, number, number, number, number, number, number]} */ (a);
  const k = /** @type {Record<'lseTileRows' | 'lseTileColumns' | 'takeDiagonal', (...args: number[]) => number>} */ (
    c.k
  );
  const s = tileAt + 4 * t * 2 * tileSize * tileSize;
  const state = (/** @type {number} */ base, /** @type {number} */ side, /** @type {number} */ i) =>
    base + 4 * (t * 2 * B + side * B + i);
  for (const tile of tiles(B, t, T)) {
    const { z, w, i, j, rows, cols, kind } = tile;
    logits(c, tile, [left, right], width, inverse, s);
    if (kind === 3) k.takeDiagonal(s, tileSize, rows, own + 4 * i);
    k.lseTileRows(s, tileSize, rows, cols, state(greatest, z, i), state(sums, z, i), kind === 2 ? 1 : 0);
    if (kind !== 2) k.lseTileColumns(s, tileSize, rows, cols, state(greatest, w, j), state(sums, w, j));
  }
};

/**
 * Adds a tile's gradient to its rows' and its columns' anchors.
 * @param {Context} c
 * @param {Tile} tile
 * @param {number} s the tile
 * @param {number[]} sides
 * @param {number[]} gradients
 * @param {number} width
 * @param {number} scale
 */
function spread(c, { z, w, i, j, rows, cols, kind }, s, sides, gradients, width, scale) {
  const at = (/** @type {number[]} */ base, /** @type {number} */ side, /** @type {number} */ n) =>
    /** @type {number} */ (base[side]) + 4 * n * width;
  c.gemm(0, 0, rows, width, cols, scale, s, tileSize, at(sides, w, j), width, 1, at(gradients, z, i), width);
  if (kind === 2) return;
  c.gemm(1, 0, cols, width, rows, scale, s, tileSize, at(sides, z, i), width, 1, at(gradients, w, j), width);
}

/**
 * Numbers: B, width, 1 / temperature, left, right, lse (2B), gradients, tile, scale. Gradients are 2B × width a thread,
 * zero at the start.
 * @type {Job}
 */
export const contrastGradient = (c, a, t, T) => {
  const [B, width, inverse, left, right, lse, gradients, tileAt, scale] =
    /** @type {[number, number, number, number, number, number, number, number, number]} */ (a);
  const s = tileAt + 4 * t * 2 * tileSize * tileSize;
  const own = gradients + 4 * t * 2 * B * width;
  const sides = [left, right];
  for (const tile of tiles(B, t, T)) {
    const { z, w, i, j, rows, cols, kind } = tile;
    logits(c, tile, sides, width, inverse, s);
    c.k.contrastTile?.(s, tileSize, rows, cols, lse + 4 * (z * B + i), lse + 4 * (w * B + j), kind);
    spread(c, tile, s, sides, [own, own + 4 * B * width], width, scale);
  }
};

/**
 * As contrastGradient, for the alignment loss: jointWidth, jointLeft, jointRight, jointLse come after the scale, and
 * `sums`: a double a thread, the divergence.
 * @type {Job}
 */
export const alignGradient = (c, a, t, T) => {
  const [
    B,
    width,
    inverse,
    left,
    right,
    lse,
    gradients,
    tileAt,
    scale,
    jointWidth,
    jointLeft,
    jointRight,
    jointLse,
    sums,
  ] =
    /** @type {[number, number, number, number, number, number, number, number, number, number, number, number, number, number]} */ (
      a
    );
  const s = tileAt + 4 * t * 2 * tileSize * tileSize;
  const joint = s + 4 * tileSize * tileSize;
  const own = gradients + 4 * t * 2 * B * width;
  const sides = [left, right];
  let total = 0;
  for (const tile of tiles(B, t, T)) {
    const { z, w, i, j, rows, cols, kind } = tile;
    const [r, q] = [4 * (z * B + i), 4 * (w * B + j)];
    logits(c, tile, sides, width, inverse, s);
    logits(c, tile, [jointLeft, jointRight], jointWidth, inverse, joint);
    total += c.k.alignTile?.(s, joint, tileSize, rows, cols, lse + r, lse + q, jointLse + r, jointLse + q, kind) ?? 0;
    spread(c, tile, s, sides, [own, own + 4 * B * width], width, scale);
  }
  new Float64Array(c.memory.buffer, sums + 8 * t, 1)[0] = total;
};
