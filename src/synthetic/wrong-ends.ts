import { DataError } from '../base/index.js';
import type { Random } from '../compute/index.js';

/** Left entities by what becomes of them. */
export interface Chosen {
  /** Left entities of true and of wrong seeds, and, by region, those without a seed. */
  readonly correct: number[];
  readonly wrong: number[];
  readonly free: number[][];
}

interface WrongOptions {
  readonly wrong: 'near' | 'far';
}

/** For each wrong seed the region that its right end shall be of: all regions as often as among the left ends. */
function wantedRegions(wrong: readonly number[], regionOf: Int32Array, o: WrongOptions): number[] {
  const own = wrong.map((i) => regionOf[i]!);
  if (o.wrong === 'near') return own;
  const order = own.map((_, w) => w).sort((a, b) => own[a]! - own[b]! || a - b);
  const most = Math.max(0, ...[...new Set(own)].map((c) => own.filter((x) => x === c).length));
  const wanted = new Array<number>(own.length);
  order.forEach((w, at) => {
    wanted[w] = own[order[(at + most) % order.length]!]!;
  });
  return wanted;
}

/** Right ends (by their left partners) of entities without a seed. */
export function elsewhere(
  { wrong, free }: Chosen,
  regionOf: Int32Array,
  regions: number,
  o: WrongOptions,
  draw: Random,
): number[] {
  const r = draw.fork('wrong');
  const wanted = wantedRegions(wrong, regionOf, o);
  return wrong.map((i, w) => {
    const own = regionOf[i]!;
    let c = wanted[w]!;
    // A region cannot be far from itself: then any other that has entities left.
    if (o.wrong === 'far' && (c === own || free[c]!.length === 0)) {
      const others = Array.from({ length: regions }, (_, x) => x).filter((x) => x !== own && free[x]!.length > 0);
      c = others[r.integer(others.length)] ?? own;
    }
    const right = c === own && o.wrong === 'far' ? undefined : free[c]!.pop();
    if (right === undefined) throw tooFew(own, o.wrong);
    return right;
  });
}

/** Right ends (by their left partners) of the wrong seeds themselves, in another order. */
export function exchanged(wrong: readonly number[], regionOf: Int32Array, o: WrongOptions, draw: Random): number[] {
  const order = draw.fork('wrong').permutation(wrong.length);
  const byRegion = Array.from(order).sort((a, b) => regionOf[wrong[a]!]! - regionOf[wrong[b]!]!);
  const right = new Array<number>(wrong.length);
  const sizes = new Map<number, number[]>();
  for (const w of byRegion) sizes.set(regionOf[wrong[w]!]!, [...(sizes.get(regionOf[wrong[w]!]!) ?? []), w]);
  const most = Math.max(0, ...[...sizes.values()].map((list) => list.length));
  const rotate = (list: readonly number[], by: number) => {
    list.forEach((w, at) => {
      right[w] = wrong[list[(at + by) % list.length]!]!;
    });
  };
  if (o.wrong === 'far') rotate(byRegion, most);
  else for (const list of sizes.values()) rotate(list, 1);
  wrong.forEach((i, w) => {
    const fits = (regionOf[right[w]!] === regionOf[i]) === (o.wrong === 'near') && right[w] !== i;
    if (!fits) throw tooFew(regionOf[i]!, o.wrong);
  });
  return right;
}

const tooFew = (region: number, wrong: string) =>
  new DataError(
    `no ${wrong} right end is left for a wrong seed of region ${region}`,
    'plantedSeeds',
    'Lower k, raise the precision, or plant more entities',
  );
