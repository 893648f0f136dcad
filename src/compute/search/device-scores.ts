import type { Device } from '../device/device.js';
import type { Matrix } from '../matrix.js';
import type { NumbersOf } from '../threads/jobs.js';
import type { ScoreNumbers } from '../threads/score-numbers.js';
import { HeapSide } from './heap-side.js';
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
 * Copies the scores' matrices into the heap, as far as they fit block by block, for as long as `use` runs. Rows and columns
 * are padded with zeros to whole tiles of equal size: every product then has one shape, and equal vectors get exactly the
 * same score, whatever block they are in.
 * @param o `strips`: tiles are whole rows; `changing`: the right rows will be replaced. Both have the right rows there whole
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
  const room = (cells: number) => {
    const address = device.heap.allocate(4 * cells);
    blocks.push(address);
    return address;
  };
  const put = (values: Float32Array | Int32Array | undefined, cells?: number) => {
    if (!values) return 0;
    const address = device.copyIn(values, cells ?? values.length);
    blocks.push(address);
    return address;
  };
  try {
    const tile = room(device.threads * used * (o.strips ? paddedCols : tileCols));
    const lefts = new HeapSide(device, left, used, room);
    const rights = new HeapSide(device, right, o.strips || o.changing ? paddedCols : tileCols, room);
    const numbers = {
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
      for (const [rowFrom, rowTo] of lefts.ranges())
        for (const [colFrom, colTo] of rights.ranges()) {
          const place = { left: lefts.load(rowFrom), right: rights.load(colFrom), rowFrom, rowTo, colFrom, colTo };
          const all = { ...numbers, ...own, ...place, productsReady } as unknown as NumbersOf<N>;
          const cells = (rowTo - rowFrom) * (colTo - colFrom);
          device.run(job, cells * (width + 1), all, productsReady ? 0 : 2 * cells * width);
        }
      if (kept) kept.ready = true;
    };
    return use({ device, rows, cols, paddedCols, replaceRight: (other) => rights.replace(other), run });
  } finally {
    for (const block of blocks) device.heap.free(block);
  }
}
