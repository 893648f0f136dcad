import { type Estimate, estimate, holm } from '../../stats/index.js';
import { type GainEffect, type GainGroups, gainEffects, shareOf } from './effects.js';
import type { Equivalence } from './equivalent.js';
import { gainMark } from './marks.js';
import { type GainRecord, unpackBits } from './record.js';

/** One row of the gain table: means over the random seeds that the row compared with has too. */
export interface GainRow {
  readonly ablation: string;
  readonly runs: number;
  /** `gainMark` of the runs. */
  readonly mark: string;
  readonly count: number;
  readonly precision: number;
  readonly kl: number;
  readonly coverage1: number;
  readonly mrr: number;
  /** Hits@1, and what it differs from the row compared with, by group of test links. */
  readonly effects: Readonly<Record<string, GainEffect>>;
  /** p value of the effect on all test links, corrected for all rows of the table (`holm`); null for the row compared with. */
  readonly holm: number | null;
  /** Where neither it nor the row compared with has a seed; null where there is no such link. */
  readonly unseeded: UnseededEffect | null;
  readonly seconds: number;
}

/** Hits@1 among the test links whose left end is a seed of neither set of the same random seed. */
export interface UnseededEffect {
  /** Such links, in the mean of the runs. */
  readonly links: number;
  readonly hits1: number;
  /** Less the Hits@1, at the same links, of the row compared with; null for that row itself. */
  readonly effect: Estimate | null;
}

/** How a table is made. */
export interface GainTableOptions {
  /** The ablation that the others are compared with. */
  readonly against: string;
  readonly groups: GainGroups;
  /** States of the code that were confirmed to be the same. */
  readonly equal?: readonly Equivalence[];
}

/**
 * The table of some records (one pair, one aligner), a row for each ablation as they come: {@link gainEffects} with what is
 * known of the seeds.
 * @throws {DataError} without a run of `against`
 */
export function gainTable(records: readonly GainRecord[], o: GainTableOptions): GainRow[] {
  const effects = gainEffects(records, o);
  const base = new Map(records.filter((r) => r.ablation === o.against).map((r) => [r.seed, r]));
  const ablations = [...new Set(effects.map((e) => e.ablation))];
  const whole = (ablation: string) => effects.find((e) => e.ablation === ablation)!.effect;
  const corrected = holm(ablations.map((ablation) => whole(ablation)?.p ?? null));
  return ablations.map((ablation, at) => {
    const runs = records.filter((r) => r.ablation === ablation && base.has(r.seed));
    const mean = (value: (r: GainRecord) => number) => runs.reduce((sum, r) => sum + value(r), 0) / runs.length;
    return {
      ablation,
      runs: runs.length,
      mark: gainMark(runs, o.equal),
      count: mean((r) => r.count),
      precision: mean((r) => r.precision),
      kl: mean((r) => r.kl.cluster),
      coverage1: mean((r) => r.coverage['1']),
      mrr: mean((r) => r.mrr),
      effects: Object.fromEntries(effects.filter((e) => e.ablation === ablation).map((e) => [e.group, e])),
      holm: corrected[at]!,
      unseeded: unseededEffect(runs, base, o.groups.links),
      seconds: mean((r) => r.seconds.seeds),
    };
  });
}

function unseededEffect(runs: readonly GainRecord[], base: ReadonlyMap<number, GainRecord>, links: number) {
  const rows = runs.flatMap((run) => {
    const other = base.get(run.seed)!;
    const [own, others] = [unpackBits(run.seeded, links), unpackBits(other.seeded, links)];
    const marks = Uint8Array.from(own, (seeded, i) => (seeded || others[i] ? 0 : 1));
    const count = marks.reduce((sum, mark) => sum + mark, 0);
    return count > 0 ? [{ count, hits: shareOf(run, marks, links), less: shareOf(other, marks, links) }] : [];
  });
  if (rows.length === 0) return null;
  const hits = rows.map((row) => row.hits);
  const alone = runs.every((run) => base.get(run.seed) === run);
  return {
    links: rows.reduce((sum, row) => sum + row.count, 0) / rows.length,
    hits1: hits.reduce((a, b) => a + b, 0) / rows.length,
    effect: alone
      ? null
      : estimate(
          hits,
          rows.map((row) => row.less),
        ),
  };
}
