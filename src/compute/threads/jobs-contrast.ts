// The contrastive losses in tiles of the logits: anchors of the left and the right side, B of each. The tiles of
// left × right are all visited, of left × left and right × right those on and above the diagonal, the rest being
// their mirror. Two passes: log-sum-exp of every anchor's logits, then the gradients.
import { ACROSS, ACROSS_DIAGONAL, WITHIN, WITHIN_DIAGONAL } from '../wasm/codes.js';
import type { Context } from './context.js';
import { job, type Numbers } from './job.js';
import { tileSize } from './sizes.js';

/** Of a side: 0 left, 1 right. */
type Side = 0 | 1;
/** Addresses by side. */
type Sides = readonly [left: number, right: number];

interface Tile {
  /** Side of the rows. */
  readonly z: Side;
  /** Side of the columns. */
  readonly w: Side;
  readonly i: number;
  readonly j: number;
  readonly rows: number;
  readonly cols: number;
  /** One of wasm/codes.ts. */
  readonly kind: number;
}

/** Thread t's tiles: every T-th. */
function* tiles(B: number, t: number, T: number): Generator<Tile> {
  const blocks = Math.ceil(B / tileSize);
  const pairs: readonly [Side, Side][] = [
    [0, 1],
    [0, 0],
    [1, 1],
  ];
  let n = 0;
  for (const [z, w] of pairs)
    for (let I = 0; I < blocks; I++)
      for (let J = z === w ? I : 0; J < blocks; J++) {
        if (n++ % T !== t) continue;
        const [i, j] = [I * tileSize, J * tileSize];
        yield {
          z,
          w,
          i,
          j,
          rows: Math.min(tileSize, B - i),
          cols: Math.min(tileSize, B - j),
          kind: kindOf(z, w, I, J),
        };
      }
}

function kindOf(z: Side, w: Side, I: number, J: number): number {
  if (z === w) return I === J ? WITHIN_DIAGONAL : WITHIN;
  return I === J ? ACROSS_DIAGONAL : ACROSS;
}

/** Logits of a tile; `inverse` is 1 / temperature. */
function logits(
  c: Context,
  { z, w, i, j, rows, cols }: Tile,
  sides: Sides,
  width: number,
  inverse: number,
  out: number,
) {
  const rowsAt = sides[z] + 4 * i * width;
  const colsAt = sides[w] + 4 * j * width;
  c.gemm(0, 1, rows, cols, width, inverse, rowsAt, width, colsAt, width, 0, out, tileSize);
}

/** This thread's two tiles. */
const tileOf = (at: number, t: number) => at + 4 * t * 2 * tileSize * tileSize;

/**
 * Greatest and sums are 2B cells a thread (left anchors, right anchors), prepared by the caller; the own logits
 * (z_i · z'_i / temperature) B cells.
 */
export const contrastLse = job(
  ['B', 'width', 'inverse', 'left', 'right', 'greatest', 'sums', 'own', 'tile'],
  (c, { B, width, inverse, left, right, greatest, sums, own, tile: tileAt }, t, T) => {
    const s = tileOf(tileAt, t);
    const state = (base: number, side: Side, i: number) => base + 4 * (t * 2 * B + side * B + i);
    for (const tile of tiles(B, t, T)) {
      const { z, w, i, j, rows, cols, kind } = tile;
      logits(c, tile, [left, right], width, inverse, s);
      if (kind === ACROSS_DIAGONAL) c.k.takeDiagonal(s, tileSize, rows, own + 4 * i);
      const masked = kind === WITHIN_DIAGONAL;
      c.k.lseTileRows(s, tileSize, rows, cols, state(greatest, z, i), state(sums, z, i), +masked);
      if (!masked) c.k.lseTileColumns(s, tileSize, rows, cols, state(greatest, w, j), state(sums, w, j));
    }
  },
);

const gradientFields = ['B', 'width', 'inverse', 'left', 'right', 'lse', 'gradients', 'tile', 'scale'] as const;

/** Numbers of the jobs that add up gradients (2B × width a thread, zero at the start); lse are 2B cells. */
export type GradientNumbers = Numbers<(typeof gradientFields)[number]>;

/** Adds a tile's gradient (at `s`) to its rows' and its columns' anchors. */
function spread(c: Context, { z, w, i, j, rows, cols, kind }: Tile, s: number, n: GradientNumbers, t: number): void {
  const { B, width, scale } = n;
  const own = n.gradients + 4 * t * 2 * B * width;
  const ends = (side: Side, row: number) => (side === 0 ? n.left : n.right) + 4 * row * width;
  const gradients = (side: Side, row: number) => own + 4 * (side * B + row) * width;
  c.gemm(0, 0, rows, width, cols, scale, s, tileSize, ends(w, j), width, 1, gradients(z, i), width);
  if (kind === WITHIN_DIAGONAL) return;
  c.gemm(1, 0, cols, width, rows, scale, s, tileSize, ends(z, i), width, 1, gradients(w, j), width);
}

export const contrastGradient = job(gradientFields, (c, n, t, T) => {
  const { B, width, inverse, left, right, lse } = n;
  const s = tileOf(n.tile, t);
  for (const tile of tiles(B, t, T)) {
    const { z, w, i, j, rows, cols, kind } = tile;
    logits(c, tile, [left, right], width, inverse, s);
    c.k.contrastTile(s, tileSize, rows, cols, lse + 4 * (z * B + i), lse + 4 * (w * B + j), kind);
    spread(c, tile, s, n, t);
  }
});

/** As contrastGradient, for the alignment loss; `sums`: a double a thread, the divergence. */
export const alignGradient = job(
  [...gradientFields, 'jointWidth', 'jointLeft', 'jointRight', 'jointLse', 'sums'],
  (c, n, t, T) => {
    const { B, width, inverse, left, right, lse, jointLse } = n;
    const s = tileOf(n.tile, t);
    const joint = s + 4 * tileSize * tileSize;
    let total = 0;
    for (const tile of tiles(B, t, T)) {
      const { z, w, i, j, rows, cols, kind } = tile;
      const [r, q] = [4 * (z * B + i), 4 * (w * B + j)];
      logits(c, tile, [left, right], width, inverse, s);
      logits(c, tile, [n.jointLeft, n.jointRight], n.jointWidth, inverse, joint);
      total += c.k.alignTile(s, joint, tileSize, rows, cols, lse + r, lse + q, jointLse + r, jointLse + q, kind);
      spread(c, tile, s, n, t);
    }
    new Float64Array(c.memory.buffer, n.sums + 8 * t, 1)[0] = total;
  },
);
