import * as z from 'zod';
import { count, OptionError, type Options, option, optionSet, type Resolved, roundCount } from '../base/index.js';
import { type Random, random, row, takeRows } from '../compute/index.js';
import { type Interval, meanInterval } from '../stats/index.js';
import { type Checked, checked } from './checked.js';
import { dot, iclGradient } from './gradient.js';
import { expectedPull, type KeptPull, keptPull, noOther } from './pull.js';
import { iclSoftmax } from './softmax.js';
import { linkedRows, pick, type Space, sample } from './space.js';

export const pullOptions = optionSet('measurePull', {
  precision: option(
    z.union([z.number().min(0).max(1), z.array(z.number().min(0).max(1))]),
    0.7,
    'Seed precision p, of all anchors or by region',
  ),
  wrong: option(z.enum(['near', 'far']), 'near', 'Wrong partners are of the same region, `near`, or of another, `far`'),
  from: option(
    z.enum(['graph', 'batch']),
    'graph',
    "Where wrong partners are drawn from: the whole `graph`, or the true partners of the `batch`'s other anchors, so that true partners are often negatives too",
  ),
  batch: option(count(2), 128, 'Anchors a batch'),
  temperature: option(z.number().positive(), 0.1, 'τ of the loss'),
  draws: option(roundCount(2), 40, 'Batches, each with fresh anchors and fresh errors'),
  level: option(z.number().gt(0).lt(1), 0.95, 'Level of the intervals'),
  seed: option(z.number().int(), 1, 'Draws anchors and wrong partners'),
});

/** Settings of {@link measurePull}. */
export interface PullOptions extends Options<typeof pullOptions> {}

/** Pull towards the true partner, of its clean value. */
export interface MeasuredPull {
  readonly plain: Checked;
  readonly tangent: Checked;
  /**
   * What the repulsion takes of it (at most 0), where the true partner stands in the batch as another seed's right end:
   * −(p^a + p^b)/2, the softmaxes' weights between an anchor and its true partner; T2 does not predict it.
   */
  readonly second: Interval;
  /** By region of the anchor: null where fewer than two batches had anchors of it. */
  readonly regions: readonly ({
    readonly precision: number;
    readonly plain: Checked;
    readonly tangent: Checked;
  } | null)[];
}

/** T2 by Monte Carlo: seeds wrong independently of the anchor, gradients from {@link iclGradient}. */
export function measurePull(space: Space, options?: PullOptions): MeasuredPull {
  const o = pullOptions.resolve(options);
  const precision = precisions(space, o.precision);
  const kept = keptPull(space, o.wrong);
  const draw = random(o.seed).fork('pull');
  const batches = Array.from({ length: o.draws }, () => oneBatch(space, precision, o, draw));
  const second = batches.map((batch) => batch.second);
  const mean = (key: Kind, clean: number) =>
    batches.map(({ pulls }) => pulls.reduce((s, x) => s + x[key], 0) / pulls.length / clean);
  return {
    plain: checked(overall(kept.regions, precision, 'plain'), mean('plain', 1), o.level),
    tangent: checked(overall(kept.regions, precision, 'tangent'), mean('tangent', kept.all.clean), o.level),
    second: meanInterval(second, { level: o.level }),
    regions: kept.regions.map((r, c) => regionPull(r, precision[c]!, ofRegion(batches, c), o.level)),
  };
}

type Kind = 'plain' | 'tangent';

/** The prediction over all regions, each with its own p and ρ: pulls add up, so clean pulls weigh. */
function overall(regions: readonly KeptPull[], precision: readonly number[], key: Kind): number {
  let [sum, whole] = [0, 0];
  regions.forEach((r, c) => {
    if (r.anchors === 0) return;
    const weight = r.anchors * (key === 'plain' ? 1 : r.clean);
    sum += weight * expectedPull(precision[c]!, r[key]);
    whole += weight;
  });
  return sum / whole;
}

/** The pulls on a region's anchors, batch by batch; batches without any are left out. */
function ofRegion(batches: readonly { readonly pulls: readonly Pull[] }[], region: number): Pull[][] {
  return batches.map(({ pulls }) => pulls.filter((x) => x.region === region)).filter((list) => list.length > 0);
}

function regionPull(kept: KeptPull, precision: number, batches: readonly (readonly Pull[])[], level: number) {
  if (batches.length < 2) return null;
  const check = (key: Kind, clean: number) => {
    const values = batches.map((list) => list.reduce((s, x) => s + x[key], 0) / list.length / clean);
    return checked(expectedPull(precision, kept[key]), values, level);
  };
  return { precision, plain: check('plain', 1), tangent: check('tangent', kept.clean) };
}

function precisions({ regions }: Space, given: number | readonly number[]): readonly number[] {
  if (typeof given === 'number') return new Array<number>(regions.count).fill(given);
  if (given.length === regions.count) return given;
  const problem = `${given.length} values for ${regions.count} regions`;
  throw new OptionError(problem, 'measurePull: option "precision"', 'Give one number, or one a region');
}

interface Pull {
  readonly region: number;
  readonly plain: number;
  readonly tangent: number;
}

/** The pulls on a batch's anchors, and the mean of the second term. */
function oneBatch(space: Space, precision: readonly number[], o: Resolved<PullOptions>, draw: Random) {
  const { left, right, partner, regions } = space;
  const all = linkedRows(space, o.batch, 'measurePull');
  const anchors = sample(all, o.batch, draw);
  const candidates = candidatesOf(space, anchors, o);
  const ends = anchors.map((i) => {
    if (draw.uniform() < precision[regions.left[i]!]!) return partner[i]!;
    const list = candidates(partner[i]!);
    if (list.length === 0) throw noOther(regions.right[partner[i]!]!, o.wrong);
    for (;;) {
      const end = pick(list, draw);
      if (end !== partner[i]) return end;
    }
  });
  const [z, w] = [takeRows(left, anchors), takeRows(right, ends)];
  const scale = -anchors.length * o.temperature;
  const free = iclGradient(z, w, { temperature: o.temperature }).left.attraction;
  const sphere = iclGradient(z, w, { temperature: o.temperature, normalize: true }).left.attraction;
  const pulls: Pull[] = Array.from(anchors, (i, b) => {
    const t = row(right, partner[i]!);
    return { region: regions.left[i]!, plain: scale * dot(row(free, b), t), tangent: scale * dot(row(sphere, b), t) };
  });
  return { pulls, second: secondTerm(space, anchors, ends, o.temperature) };
}

/** Right ends that may be a wrong partner of the entity whose true partner is given; that one may be among them. */
function candidatesOf({ regions, partner, right }: Space, anchors: Int32Array, o: Resolved<PullOptions>) {
  const all =
    o.from === 'batch' ? anchors.map((i) => partner[i]!) : Int32Array.from({ length: right.rows }, (_, i) => i);
  const lists = Array.from({ length: regions.count }, (_, c) =>
    all.filter((row) => (regions.right[row] === c) === (o.wrong === 'near')),
  );
  return (truth: number): Int32Array => {
    const list = lists[regions.right[truth]!]!;
    return list.length === 1 && list[0] === truth ? new Int32Array(0) : list;
  };
}

function secondTerm(space: Space, anchors: Int32Array, ends: Int32Array, temperature: number): number {
  const p = iclSoftmax(takeRows(space.left, anchors), takeRows(space.right, ends), temperature);
  const size = anchors.length;
  let sum = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      if (j !== i && ends[j] === space.partner[anchors[i]!])
        sum -= (p.left.across.data[i * size + j]! + p.right.across.data[j * size + i]!) / 2;
  return sum / size;
}

/** {@link measurePull} along a list of precisions: the curve of T2 and its measurement. */
export function pullCurve(
  space: Space,
  precisions: readonly number[],
  options?: Omit<PullOptions, 'precision'>,
): ({ readonly precision: number } & MeasuredPull)[] {
  return precisions.map((precision) => ({ precision, ...measurePull(space, { ...options, precision }) }));
}
