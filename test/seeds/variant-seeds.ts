import type { SeedSet } from '../../src/graph/index.js';
import { seedsByLooks, variantTask } from '../support/variant-task.js';

export const made = variantTask();

export const looks = seedsByLooks(made);

export const repeated = (count: number, size: number) => Array.from({ length: count }, () => size);

/** The seeds whose left end is in a class of the given size (any size: 0). */
export function inside({ entities }: ReturnType<typeof variantTask>, seeds: SeedSet, size = 0): SeedSet {
  const sizeOf = (c: number) => entities.left.filter(([other]) => other === c).length;
  const places = [...seeds.left.keys()].filter((p) => {
    const c = entities.left[seeds.left[p]!]![0];
    return c >= 0 && (size === 0 || sizeOf(c) === size);
  });
  const of = <T extends Int32Array | Float32Array>(column: T) => column.filter((_, p) => places.includes(p)) as T;
  return { left: of(seeds.left), right: of(seeds.right), score: of(seeds.score) };
}

export const keys = ({ left, right }: Pick<SeedSet, 'left' | 'right'>) =>
  Array.from(left, (l, p) => `${l} ${right[p]}`).sort();
