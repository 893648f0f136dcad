import { type Matrix, normalizeOwnRows, normalizeRows, withProducts } from '../compute/index.js';

/** Embeddings of both graphs; rows need not be unit. */
interface Sides {
  readonly left: Matrix;
  readonly right: Matrix;
}

const units = new WeakMap<Matrix, Matrix>();

/**
 * Decoders that compare all entities by these embeddings until `use` has ended make their rows unit once, and share their
 * products ({@link withProducts}). What they find is the same, to the last bit.
 */
export async function sharingProducts<T>({ left, right }: Sides, use: () => T | Promise<T>): Promise<T> {
  const unit = { left: normalizeRows(left), right: normalizeRows(right) };
  units.set(left, unit.left).set(right, unit.right);
  try {
    return await withProducts(unit, use);
  } finally {
    units.delete(left);
    units.delete(right);
  }
}

/** Embeddings that nobody else has: their rows are made unit in their own place, and decoders take them as they are. */
export function ownUnitRows<S extends Sides>(sides: S): S {
  for (const rows of [sides.left, sides.right]) units.set(normalizeOwnRows(rows), rows);
  return sides;
}

/** The rows made unit; shared where {@link sharingProducts} runs. */
export const unitRows = (m: Matrix): Matrix => units.get(m) ?? normalizeRows(m);
