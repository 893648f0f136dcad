import type { Device } from '../device/device.js';
import { heapBlock } from '../device/heap-block.js';
import type { Matrix } from '../matrix.js';

/** The rows of one side of a search, in the heap as far as they fit: blocks of whole tiles. */
export class HeapSide {
  /** Rows of a block. */
  readonly #height: number;
  readonly #address: number;
  #rows: Matrix;
  /** The first row of the block that lies there; -1: none yet. */
  #loaded = -1;

  /** @param tile blocks are multiples of so many rows, @param room gives the address of a new block of so many cells */
  constructor(
    private readonly device: Device,
    rows: Matrix,
    tile: number,
    room: (cells: number) => number,
  ) {
    const padded = Math.max(1, Math.ceil(rows.rows / tile)) * tile;
    const fitting = Math.floor(heapBlock.cells / Math.max(1, rows.cols) / tile) * tile;
    this.#rows = rows;
    this.#height = Math.min(padded, Math.max(tile, fitting));
    this.#address = room(this.#height * rows.cols);
  }

  /** The blocks, [first row, row behind the last). */
  ranges(): [from: number, to: number][] {
    const { rows } = this.#rows;
    const count = Math.max(1, Math.ceil(rows / this.#height));
    return Array.from({ length: count }, (_, b) => [b * this.#height, Math.min(rows, (b + 1) * this.#height)]);
  }

  /** Puts the block there, zeros behind its rows. @returns where row 0 would lie */
  load(from: number): number {
    const { data, cols } = this.#rows;
    if (this.#loaded !== from) {
      const values = data.subarray(from * cols, (from + this.#height) * cols);
      const view = this.device.heap.floats(this.#address, this.#height * cols);
      view.set(values);
      view.fill(0, values.length);
      this.#loaded = from;
    }
    return this.#address - 4 * from * cols;
  }

  /** Other rows in place of these: as many, as wide. */
  replace(rows: Matrix): void {
    this.#rows = rows;
    this.#loaded = -1;
  }
}
