import type { Device } from '../device/device.js';
import { currentDevice } from '../engine.js';
import type { Matrix } from '../matrix.js';
import type { Scores } from './scores.js';

/** Most cells that are kept: 64 MB. More are cheaper to compute again than to hold. */
const mostCells = 2 ** 24;

interface Held {
  readonly device: Device;
  readonly right: Matrix;
  /** Cells of all tiles, and their address in the heap, from the first search on. */
  cells: number;
  address: number;
  /** A search has been through all tiles. */
  ready: boolean;
}

const held = new WeakMap<Matrix, Held>();

/**
 * Searches over these two matrices that run until `use` has ended share their products, which the first of them computes:
 * the tiles stay in the heap where they are few enough. Scores are the same, to the last bit, as without.
 */
export async function withProducts<T>(
  { left, right }: Pick<Scores, 'left' | 'right'>,
  use: () => T | Promise<T>,
): Promise<T> {
  const device = currentDevice();
  if (!device || held.has(left)) return use();
  const entry: Held = { device, right, cells: 0, address: 0, ready: false };
  held.set(left, entry);
  try {
    return await use();
  } finally {
    held.delete(left);
    if (entry.address) device.heap.free(entry.address);
  }
}

/** Room for the products of the scores' matrices, where they are to be kept. @param cells of all tiles */
export function heldProducts(device: Device, { left, right }: Scores, cells: number): Held | undefined {
  const entry = held.get(left);
  if (!entry || entry.device !== device || entry.right !== right || cells > mostCells) return undefined;
  if (!entry.address) {
    entry.address = device.heap.allocate(4 * cells);
    entry.cells = cells;
  }
  return entry.cells === cells ? entry : undefined;
}
