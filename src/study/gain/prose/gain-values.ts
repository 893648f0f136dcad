import type { Estimate } from '../../../stats/index.js';
import { type GainEffect, type GainGroups, shareOf } from '../effects.js';
import type { GainRecord } from '../record.js';
import { storedGain } from '../stored-table.js';
import { type GainRow, gainTable } from '../table.js';
import { type Names, names, number, share, times, type Value } from './names.js';

/** Groups of test links by the names that the tables' columns have. */
const groupNames: Readonly<Record<string, string>> = {
  hits1: 'all',
  sparse: 'sparsest quarter',
  toned: 'skin-toned',
  'not-toned': 'not toned',
};

/** A pair's numbers: `aligner.row.hits1`, and of differences paired by random seed, `aligner.row.less.other-row.hits1`. */
export function gainNames(pair: string): Names {
  const { records, groups } = storedGain(pair);
  const aligners = new Set(records.map((r) => r.aligner));
  return names({
    links: number(groups.links),
    share: names(shares(groups)),
    ...Object.fromEntries(
      [...aligners].map((aligner) => [
        aligner,
        () =>
          ofAligner(
            records.filter((r) => r.aligner === aligner),
            groups,
          ),
      ]),
    ),
  });
}

/** Share of the test links in each group. */
const shares = ({ links, marks }: GainGroups): Record<string, Value | null> =>
  Object.fromEntries(
    Object.entries(groupNames).map(([name, group]) => {
      const found = marks[group]?.reduce((sum, mark) => sum + mark, 0);
      return [name, found === undefined ? null : share(found / links)];
    }),
  );

/** How many times longer one aligner trains than another, row by row: least and most of the pairs' rows that have both. */
export function slowerNames(pairs: readonly string[], slow: string, fast: string): Names {
  const ratios = pairs.flatMap((pair) => {
    const { records } = storedGain(pair);
    const seconds = (aligner: string, ablation: string) =>
      mean(records.filter((r) => r.aligner === aligner && r.ablation === ablation).map((r) => r.seconds.aligner));
    const both = new Set(records.map((r) => r.ablation));
    return [...both].map((v) => seconds(slow, v) / seconds(fast, v)).filter(Number.isFinite);
  });
  return names({ least: number(Math.min(...ratios)), most: number(Math.max(...ratios)) });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** A pair's records with one aligner, and the groups of test links. */
interface Runs {
  readonly of: (ablation: string) => readonly GainRecord[];
  readonly ablations: readonly string[];
  readonly groups: GainGroups;
}

function ofAligner(records: readonly GainRecord[], groups: GainGroups): Names {
  const ablations = [...new Set(records.map((r) => r.ablation))];
  const runs: Runs = { of: (ablation) => records.filter((r) => r.ablation === ablation), ablations, groups };
  const engines = records.map((r) => r.made.engine);
  return names({
    'all-runs': number(records.length),
    engine: names(times(engines, String)),
    ...Object.fromEntries(ablations.map((ablation) => [ablation, () => ofAblation(ablation, runs)])),
  });
}

/** An ablation's row beside another one, over the random seeds that both have. */
function rowBeside({ of, groups }: Runs, ablation: string, other: string): GainRow | undefined {
  const others = of(other);
  const records = other === ablation ? others : [...of(ablation), ...others];
  return gainTable(records, { against: other, groups }).find((row) => row.ablation === ablation);
}

function ofAblation(ablation: string, runs: Runs): Names {
  // Beside the three stages, or PSQE, as in the tables; by itself where neither has a run of its random seeds.
  const against = ['no-variants', 'psqe'].find((name) => ablation !== 'psqe' && runs.ablations.includes(name));
  const beside = against === undefined ? undefined : rowBeside(runs, ablation, against);
  const row = beside ?? rowBeside(runs, ablation, ablation)!;
  const { mean: hits1, high } = row.effects.all!.hits1;
  const others = runs.ablations.filter((other) => other !== ablation);
  return names({
    runs: number(row.runs),
    seeds: number(row.count),
    precision: share(row.precision),
    kl: number(row.kl, 3),
    coverage1: share(row.coverage1),
    ...byGroup(row, (effect) => ({ mean: effect.hits1.mean, low: null, high: null })),
    interval: high === null ? null : share(high - hits1),
    unseeded: row.unseeded && share(row.unseeded.hits1),
    'unseeded-links': row.unseeded && number(row.unseeded.links),
    seconds: number(row.seconds),
    less: names(Object.fromEntries(others.map((other) => [other, () => differences(ablation, other, runs)]))),
  });
}

/**
 * Differences of one row from another, the least and the most of one random seed, and the precision of the seeds that one has
 * more than the other, where it holds them.
 */
function differences(ablation: string, other: string, runs: Runs): Names {
  const row = rowBeside(runs, ablation, other);
  if (!row) return names({});
  const { of, groups } = runs;
  const hits = (r: GainRecord) => shareOf(r, groups.marks.all!, groups.links);
  const count = (name: string) => mean(of(name).map((r) => r.count));
  const right = (name: string) => mean(of(name).map((r) => r.count * r.precision));
  const each = of(ablation).flatMap((run) => {
    const same = of(other).find(({ seed }) => seed === run.seed);
    return same ? [hits(run) - hits(same)] : [];
  });
  return names({
    ...byGroup(row, (effect) => effect.effect),
    unseeded: row.unseeded?.effect && estimated(row.unseeded.effect),
    'added-precision': share((right(ablation) - right(other)) / (count(ablation) - count(other))),
    'hits1-least': share(Math.min(...each)),
    'hits1-most': share(Math.max(...each)),
  });
}

const byGroup = (
  row: GainRow,
  value: (effect: GainEffect) => Estimate | null,
): Readonly<Record<string, Value | null>> =>
  Object.fromEntries(
    Object.entries(groupNames).map(([name, group]) => {
      const found = row.effects[group] ? value(row.effects[group]) : null;
      return [name, found && estimated(found)];
    }),
  );

const estimated = ({ mean, low, high }: Estimate): Value => ({ ...share(mean), low, high });
