import type { FacetCounts } from '../../../evaluate/index.js';
import { balanceRecord, choicesRecord, readmeRun, tonesRecord } from '../../stored.js';
import type { ToneRecord } from '../../tones.js';
import { type Names, names, number, share, times } from './names.js';

/** `balance.PAIR.kl60.hits1` and `.effect`, the difference from even seeds. */
export function balanceNames(pair: string): Names {
  const { rows } = balanceRecord(pair);
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
  const { found, alike, crowding } = tonesRecord();
  const pivot = (p: ToneRecord['crowding']['plain']) =>
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
  const pairs = Object.entries(choicesRecord()).map(([pair, { learned, auto }]) => {
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
