import type { Device } from '../device/device.js';
import type { Matrix } from '../matrix.js';
import type { NumbersOf } from '../threads/jobs.js';
import type { ScoreNumbers } from '../threads/score-numbers.js';
import { heldProducts } from './held-products.js';
import { checkScores, type Scores } from './scores.js';

/** The jobs over scores, and what each takes besides them. */
type SearchName = 'searchTopRows' | 'searchTopBoth' | 'searchPairs' | 'searchBest' | 'searchRanks' | 'transportStep';
type OwnNumbers<N extends SearchName> = Omit<NumbersOf<N>, keyof ScoreNumbers>;

/** Scores in the heap, with room for the threads' tiles, and how to run a search over them. */
export interface DeviceScores {
  readonly device: Device;
  readonly rows: number;
  readonly cols: number;
  /** The columns in whole tiles. */
  readonly paddedCols: number;
  /** Puts other right rows in place of those given: as many, as wide. */
  replaceRight(right: Matrix): void;
  /** Runs a search job. */
  run<N extends SearchName>(job: N, own: OwnNumbers<N>): void;
}

const tileRows = 256;
const tileCells = 2 ** 18;
/** Cells of a thread's strip of whole rows: 16 MB. */
const stripCells = 2 ** 22;

/**
 * Copies the scores' matrices into the heap for as long as `use` runs. Rows and columns are padded with zeros to whole
 * tiles of equal size: every product then has one shape, and equal vectors get exactly the same score.
 * @param o `strips`: tiles are whole rows; `changing`: the right rows will be replaced
 */
export function onDevice<T>(
  device: Device,
  scores: Scores,
  o: { readonly strips?: boolean; readonly changing?: boolean },
  use: (on: DeviceScores) => T,
): T {
  checkScores(scores);
  const { left, right, sparse, radii } = scores;
  const [rows, cols, width] = [left.rows, right.rows, left.cols];
  const tiles = Math.max(1, Math.ceil(cols / (tileCells / tileRows)));
  const tileCols = Math.max(64, Math.ceil(cols / tiles / 64) * 64);
  const paddedCols = tiles * tileCols;
  const height = o.strips ? Math.max(16, Math.floor(stripCells / paddedCols / 16) * 16) : tileRows;
  // Few rows are shared out in smaller tiles, so that every thread has some.
  const used = Math.max(16, Math.min(height, Math.ceil(rows / device.threads / 16) * 16));
  const paddedRows = Math.ceil(rows / used) * used;
  const kept = o.strips || o.changing ? undefined : heldProducts(device, scores, paddedRows * paddedCols);
  const blocks: number[] = [];
  const put = (values: Float32Array | Int32Array | undefined, cells?: number) => {
    if (!values) return 0;
    const address = device.copyIn(values, cells ?? values.length);
    blocks.push(address);
    return address;
  };
  try {
    const tile = device.heap.allocate(4 * device.threads * used * (o.strips ? paddedCols : tileCols));
    blocks.push(tile);
    const numbers: Omit<ScoreNumbers, 'productsReady'> = {
      left: put(left.data, paddedRows * width),
      right: put(right.data, paddedCols * width),
      ...{ rows, cols, width, tileRows: used, tileCols, tile, paddedCols },
      offsets: put(sparse?.offsets),
      columns: put(sparse?.columns),
      values: put(sparse?.values),
      rowRadii: put(radii?.left, paddedRows),
      columnRadii: put(radii?.right, paddedCols),
      products: kept?.address ?? 0,
    };
    const run = <N extends SearchName>(job: N, own: OwnNumbers<N>) => {
      const productsReady = kept?.ready ? 1 : 0;
      const all = { ...numbers, ...own, productsReady } as unknown as NumbersOf<N>;
      device.run(job, rows * cols * (width + 1), all, productsReady ? 0 : 2 * rows * cols * width);
      if (kept) kept.ready = true;
    };
    const replaceRight = ({ data }: Matrix) => device.heap.floats(numbers.right, cols * width).set(data);
    return use({ device, rows, cols, paddedCols, replaceRight, run });
  } finally {
    for (const block of blocks) device.heap.free(block);
  }
}
