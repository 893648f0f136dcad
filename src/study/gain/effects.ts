import { DataError } from '../../base/index.js';
import { entityRegions, type RegionOptions } from '../../features/index.js';
import { type AlignmentTask, degreeQuartiles, type GroundTruth } from '../../graph/index.js';
import { type Estimate, estimate } from '../../stats/index.js';
import type { Equivalence } from './equivalent.js';
import { gainMark } from './marks.js';
import { type GainRecord, unpackBits } from './record.js';
import { gainSplit } from './run.js';

/** Groups of test links by name, and their number: marks in the order of `gainSplit`'s test links. */
export interface GainGroups {
  readonly links: number;
  readonly marks: Readonly<Record<string, Uint8Array>>;
}

const quartiles = ['sparsest quarter', '2nd quarter', '3rd quarter', 'densest quarter'];

/**
 * All test links; by quartile of their left ends' degree (equal degrees stay together, so that a quartile may be missing);
 * and skin-toned emoji against the others where the task knows kinds.
 */
export function gainGroups(task: AlignmentTask, truth: GroundTruth): GainGroups {
  const { left } = gainSplit(truth).test;
  const where = (holds: (row: number) => boolean) => Uint8Array.from(left, (row) => (holds(row) ? 1 : 0));
  const quartile = degreeQuartiles(task.left.degrees());
  const kind = task.left.facets.get('kind');
  const all: Record<string, Uint8Array> = { all: where(() => true) };
  for (const [q, name] of quartiles.entries()) all[name] = where((row) => quartile[row] === q);
  if (kind?.includes('toned')) {
    all['skin-toned'] = where((row) => kind[row] === 'toned');
    all['not toned'] = where((row) => kind[row] !== 'toned');
  }
  const marks = Object.fromEntries(Object.entries(all).filter(([, each]) => each.includes(1)));
  return { links: left.length, marks };
}

/** Settings of {@link clusterGroups}. */
export interface ClusterGroupOptions extends RegionOptions {
  /** Groups with fewer test links are left out (30). */
  readonly least?: number;
}

/**
 * Test links by the cluster of their left end (`entityRegions`: alike entities, without labels), `cluster 0`, … by
 * the cluster's number.
 */
export function clusterGroups(task: AlignmentTask, truth: GroundTruth, o: ClusterGroupOptions = {}): GainGroups {
  const { least = 30, ...how } = o;
  const { left } = gainSplit(truth).test;
  const regions = entityRegions(task, how);
  const all = Array.from({ length: regions.count }, (_, c): [string, Uint8Array] => [
    `cluster ${c}`,
    Uint8Array.from(left, (row) => (regions.left[row] === c ? 1 : 0)),
  ]);
  const enough = all.filter(([, marks]) => marks.reduce((sum, mark) => sum + mark, 0) >= least);
  return { links: left.length, marks: Object.fromEntries(enough) };
}

/** Hits@1 of one ablation in one group of test links, and what it differs from another ablation's. */
export interface GainEffect {
  readonly ablation: string;
  readonly group: string;
  /** Random seeds that both have. */
  readonly runs: number;
  /** `gainMark` of these runs: what is to be said wherever the mean is shown. */
  readonly mark: string;
  /** Test links of the group. */
  readonly links: number;
  readonly hits1: Estimate;
  /** Its Hits@1 less that of the ablation compared with, paired by random seed; null for that ablation itself. */
  readonly effect: Estimate | null;
}

/**
 * What each ablation's Hits@1 differs from one ablation's, group by group, over the random seeds that both have (records of
 * one pair and one aligner). Ablations without a seed in common are left out.
 * @param o `equal`: states of the code that were confirmed to be the same
 * @throws {DataError} without records, or without a run of `against`
 */
export function gainEffects(
  records: readonly GainRecord[],
  o: { readonly against: string; readonly groups: GainGroups; readonly equal?: readonly Equivalence[] },
): GainEffect[] {
  const { against, groups, equal } = o;
  if (records.length === 0)
    throw new DataError('there are no records', 'gainEffects', 'Run each ablation with one random seed at least');
  const base = new Map(records.filter((r) => r.ablation === against).map((r) => [r.seed, r]));
  if (base.size === 0) throw new DataError(`no runs of "${against}"`, 'gainEffects', 'Run that ablation first');
  const ablations = [...new Set(records.map((r) => r.ablation))];
  return ablations.flatMap((ablation) => {
    const runs = records.filter((r) => r.ablation === ablation && base.has(r.seed)).sort((a, b) => a.seed - b.seed);
    if (runs.length === 0) return [];
    const mark = gainMark(runs, equal);
    return Object.entries(groups.marks).map(([group, marks]): GainEffect => {
      const hits = runs.map((r) => shareOf(r, marks, groups.links));
      const other = runs.map((r) => shareOf(base.get(r.seed)!, marks, groups.links));
      const links = marks.reduce((sum, mark) => sum + mark, 0);
      const effect = ablation === against ? null : estimate(hits, other);
      return { ablation, group, runs: runs.length, mark, links, hits1: estimate(hits), effect };
    });
  });
}

/** The ablations whose effect in the first group is known, that of the lowest mean first. */
export function effectOrder(effects: readonly GainEffect[]): string[] {
  const known = effects.filter(({ effect }) => effect !== null);
  const first = known.filter(({ group }) => group === known[0]!.group);
  return [...new Set(first.sort((a, b) => a.effect!.mean - b.effect!.mean).map(({ ablation }) => ablation))];
}

/** Hits@1 of a run among the marked test links. */
export function shareOf(record: GainRecord, marks: Uint8Array, links: number): number {
  const hits = unpackBits(record.hits, links);
  const total = marks.reduce((sum, mark) => sum + mark, 0);
  return hits.reduce((sum, hit, i) => sum + (marks[i] ? hit : 0), 0) / total;
}
