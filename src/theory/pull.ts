import { OptionError } from '../base/index.js';
import { row } from '../compute/index.js';
import { dot } from './gradient.js';
import { linkedByRegion, regionSums, type Space } from './space.js';

/** Where wrong partners come from: evenly from the true partner's region (itself apart), or from all other regions. */
export type WrongPartner = 'near' | 'far';

/** What a wrong seed keeps of the pull towards the true partner, in the mean of the anchors of a region (statement T2). */
export interface KeptPull {
  /** ρ = E[z_w·z_t]: of a force in free space. */
  readonly plain: number;
  /** `ρ_T = (E[z_w·z_t] − E[z·z_w](z·z_t)) / (1 − (z·z_t)²)`, sum over sum: of a force on the sphere. */
  readonly tangent: number;
  /** Mean of 1 − (z·z_t)²: the clean pull on the sphere. */
  readonly clean: number;
  readonly anchors: number;
}

/** The expectation over wrong partners is exact: no sampling. Regions without anchors are NaN. */
export function keptPull(
  space: Space,
  wrong: WrongPartner,
): { readonly all: KeptPull; readonly regions: readonly KeptPull[] } {
  const { left, right, partner, regions } = space;
  const sums = regionSums(right, regions.right, regions.count);
  const sizes = new Float64Array(regions.count);
  for (const c of regions.right) sizes[c]!++;
  const total = Float64Array.from({ length: right.cols }, (_, j) => sums.reduce((s, x) => s + x[j]!, 0));
  const byRegion = linkedByRegion(space).map((anchors) => {
    const sum = { plain: 0, tangent: 0, clean: 0, anchors: anchors.length };
    for (const i of anchors) {
      const [z, t] = [row(left, i), row(right, partner[i]!)];
      const c = regions.right[partner[i]!]!;
      const mean = wrong === 'near' ? sums[c]!.map((s, j) => s - t[j]!) : total.map((s, j) => s - sums[c]![j]!);
      const count = wrong === 'near' ? sizes[c]! - 1 : right.rows - sizes[c]!;
      if (count === 0) throw noOther(c, wrong);
      const w = Float32Array.from(mean, (x) => x / count);
      const own = dot(z, t);
      sum.plain += dot(w, t);
      sum.tangent += dot(w, t) - dot(z, w) * own;
      sum.clean += 1 - own * own;
    }
    return sum;
  });
  const add = (key: 'plain' | 'tangent' | 'clean' | 'anchors') => byRegion.reduce((s, r) => s + r[key], 0);
  const all = { plain: add('plain'), tangent: add('tangent'), clean: add('clean'), anchors: add('anchors') };
  return { all: means(all), regions: byRegion.map(means) };
}

const means = ({ plain, tangent, clean, anchors }: KeptPull): KeptPull => ({
  plain: plain / anchors,
  tangent: tangent / clean,
  clean: clean / anchors,
  anchors,
});

/** T2: of its clean value, the expected pull towards the true partner under seed precision p is p + (1 − p)·ρ. */
export function expectedPull(precision: number, rho: number): number {
  return precision + (1 - precision) * rho;
}

export const noOther = (region: number, wrong: WrongPartner) =>
  new OptionError(
    `region ${region} has no ${wrong} partner that is wrong`,
    'theory: option "wrong"',
    'Give more regions or more entities',
  );
