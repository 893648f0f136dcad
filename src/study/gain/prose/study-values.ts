import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../base/index.js';
import type { FacetCounts } from '../../../evaluate/index.js';
import type { BalanceRow } from '../../balance.js';
import type { RunReport } from '../../report.js';
import type { RunRecord } from '../../store.js';
import { type Names, names, number, share, times } from './names.js';

/** A stored record of the package, by its file in `data`. */
export const storedRecord = <T>(file: string): T =>
  JSON.parse(readFileSync(join(packageRoot(), 'data', file), 'utf8')) as T;

/** `bench/balance`: Hits@1 of seeds of one number and precision, by their imbalance. */
export interface BalanceRecord {
  readonly rows: readonly BalanceRow[];
}

/** `bench/tones`: which skin tone is taken for which, and how pivots crowd on them. */
export interface TonesRecord {
  readonly found: FacetCounts;
  readonly alike: FacetCounts;
  readonly crowding: Readonly<
    Record<string, { readonly count: number; readonly toned: number; readonly precision: number }>
  >;
}

/** `bench/choices`, by pair. */
export type ChoicesRecord = Readonly<
  Record<
    string,
    {
      readonly rows: readonly {
        readonly clusters: number;
        readonly seeds: number;
        readonly confirmed: number;
        readonly precision: number;
        readonly kl: number;
      }[];
      readonly learned: Readonly<Record<string, number>>;
      /** Numbers of clusters that `auto` took, by random seed from 1. */
      readonly auto: readonly number[];
    }
  >
>;

/** The run whose output the README prints. */
export interface ReadmeRun extends RunRecord {
  readonly report: RunReport;
  readonly tested: { readonly all: number; readonly sparse: number; readonly unseeded: number };
}

export const readmeRun = (): ReadmeRun => storedRecord('records/readme.json');

/** `balance.PAIR.kl60.hits1` and `.effect`, the difference from even seeds. */
export function balanceNames(pair: string): Names {
  const { rows } = storedRecord<BalanceRecord>(`theory/balance-${pair}.json`);
  return names(
    Object.fromEntries(
      rows.map(({ kl, hits1, effect }) => [
        `kl${(100 * kl).toFixed(0)}`,
        names({
          hits1: { ...share(hits1.mean), low: hits1.low, high: hits1.high },
          effect: effect && { ...share(effect.mean), low: effect.low, high: effect.high },
        }),
      ]),
    ),
  );
}

/** `tones.found.right`, `.all`, `.wrong`, `.medium.medium-light` (left, then right); `tones.crowding.plain.toned`. */
export function tonesNames(): Names {
  const { found, alike, crowding } = storedRecord<TonesRecord>('records/tones.json');
  const pivot = (p: TonesRecord['crowding'][string]) =>
    names({ count: number(p.count), toned: number(p.toned), precision: share(p.precision) });
  const pivots = Object.entries(crowding).map(([name, p]) => [name, pivot(p)]);
  return names({ found: counted(found), alike: counted(alike), crowding: names(Object.fromEntries(pivots)) });
}

function counted({ values, counts }: FacetCounts): Names {
  const all = counts.flat().reduce((sum, n) => sum + n, 0);
  const right = counts.reduce((sum, row, i) => sum + row[i]!, 0);
  const cells = (row: readonly number[]) => names(Object.fromEntries(row.map((n, j) => [values[j]!, number(n)])));
  return names({
    all: number(all),
    right: number(right),
    wrong: number(all - right),
    ...Object.fromEntries(counts.map((row, i) => [values[i]!, cells(row)])),
  });
}

/** `choices.PAIR.auto5`, how many of the runs took 5 clusters; `choices.PAIR.learned.relation`. */
export function choicesNames(): Names {
  const pairs = Object.entries(storedRecord<ChoicesRecord>('records/choices.json')).map(([pair, { learned, auto }]) => {
    const weights = Object.entries(learned).map(([name, weight]) => [name, number(weight, 2)]);
    return [
      pair.replaceAll(/[:,]/g, '-'),
      names({
        runs: number(auto.length),
        learned: names(Object.fromEntries(weights)),
        ...times(auto, (count) => `auto${count}`),
      }),
    ];
  });
  return names(Object.fromEntries(pairs));
}

/** `readme.seconds`, `readme.memory` (GB), `readme.seeds.psqe.precision`, `readme.alignment.psqe.hits1`. */
export function readmeNames(): Names {
  const { seconds, peakMemoryMB, report, tested } = readmeRun();
  const seeds = Object.entries(report.seeds).map(([name, q]) => [
    name,
    names({ count: number(q.count), precision: share(q.precision!), seconds: number(q.seconds) }),
  ]);
  const alignment = Object.entries(report.alignment).map(([name, a]) => [
    name,
    names({ hits1: share(a.hits1), seconds: number(a.seconds), epochs: number(a.epochs) }),
  ]);
  return names({
    seconds: number(seconds),
    memory: number(peakMemoryMB / 1000, 1),
    seeds: names(Object.fromEntries(seeds)),
    alignment: names(Object.fromEntries(alignment)),
    tested: names({ all: number(tested.all), sparse: number(tested.sparse), unseeded: number(tested.unseeded) }),
  });
}
